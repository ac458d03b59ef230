"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { fetchJson } from "@/components/ui/fetch-json";
import { Form } from "@/components/ui/form";
import { nothing, sendJson } from "@/components/ui/send-json";
import { TextField } from "@/components/ui/text-field";
import { Me } from "@/lib/model/people";
import { formatPlural } from "@/lib/view/format";

/** Whoever is logged in: name, password, browsers. */
export function AccountScreen() {
  const client = useQueryClient();
  const me = useQuery({ queryKey: ["me"], queryFn: ({ signal }) => fetchJson(Me, "/api/v1/me", { signal }) });
  const [said, setSaid] = useState("");
  if (me.error) return <ErrorState heading="h1" title="The account did not load" detail={me.error.message} />;
  if (!me.data) return <p role="status">Loading …</p>;
  const save = async (body: object, done: string) => {
    client.setQueryData(["me"], await sendJson(Me, "/api/v1/me", { method: "PATCH", body }));
    setSaid(done);
  };
  return (
    <div className="flex flex-col gap-8">
      <div>
        <h1 className="font-[620] text-xl tracking-[-0.02em]">Account</h1>
        <p className="mt-1 text-mute">{me.data.email}</p>
        <p role="status" className="text-ok">
          {said}
        </p>
      </div>
      <Form submit="Save name" onSend={({ name }) => save({ name }, "Name saved.")}>
        <TextField label="Name" name="name" defaultValue={me.data.name} required maxLength={100} autoComplete="name" />
      </Form>
      {me.data.hasPassword && (
        <Form
          key={said}
          submit="Change password"
          onSend={({ before, after }) =>
            save({ password: { before, after } }, "Password changed; other browsers are logged out.")
          }
        >
          <TextField label="Current password" name="before" type="password" autoComplete="current-password" required />
          <TextField
            label="New password"
            name="after"
            type="password"
            autoComplete="new-password"
            required
            minLength={10}
            hint="At least 10 characters."
          />
        </Form>
      )}
      <Browsers count={me.data.loginCount} />
    </div>
  );
}

function Browsers({ count }: { count: number }) {
  const [problem, setProblem] = useState("");
  const logOut = async () => {
    try {
      await sendJson(nothing, "/api/v1/logins", { method: "DELETE" });
      window.location.assign("/login");
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div className="flex flex-col items-start gap-3">
      <p>This account is open in {formatPlural(count, "browser")}.</p>
      <Button onClick={logOut}>Log out everywhere</Button>
      {problem && (
        <p role="alert" className="text-err">
          {problem}
        </p>
      )}
    </div>
  );
}
