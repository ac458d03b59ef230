"use client";
import { listConsent, redactionText } from "@/lib/view/consent";
import { SectionTitle } from "./section-title";
import { useStage } from "./stage";

/** What the agent asked to record, what the project allowed when it came, and what is stored; what redaction did. */
export function AboutConsent() {
  const { consent } = useStage().timeline.session;
  if (!consent) return null;
  const redaction = redactionText(consent);
  return (
    <>
      <SectionTitle>What was recorded</SectionTitle>
      <table className="w-full text-left text-sm">
        <thead>
          <tr className="text-mute text-xs">
            {["Signal", "Asked", "Allowed", "Stored"].map((head) => (
              <th key={head} scope="col" className="py-0.5 pr-3 font-[480]">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {listConsent(consent).map((row) => (
            <tr key={row.name} className="border-line border-t align-top">
              <th scope="row" className="py-1 pr-3 font-[520]">
                {row.name}
                {row.note && <span className="block font-normal text-mute text-xs">{row.note}</span>}
              </th>
              {[row.asked, row.allowed, row.stored].map((word, at) => (
                <td key={["asked", "allowed", "stored"][at]} className="py-1 pr-3">
                  {word}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {redaction && <p className="mt-1.5 text-mute text-sm">{redaction}</p>}
    </>
  );
}
