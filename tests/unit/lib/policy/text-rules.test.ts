import { expect, it } from "vitest";
import { NO_REDACTION, type Redaction } from "@/lib/model/privacy";
import { previewText } from "@/lib/policy/text-rules";

const ALL: Redaction = {
  ...NO_REDACTION,
  builtIn: { email: true, phone: true, card: true, iban: true, apiKey: true },
};

function redacted(text: string, redaction: Redaction = ALL): string {
  return previewText(text, redaction).text;
}

it.each([
  ["write to jane.doe+x@mail.example.co.uk, please", "write to [email], please"],
  ["<JANE@EXAMPLE.COM>", "<[email]>"],
  ["jürgen@müller.de.", "[email]."],
  ["https://x.example/?m=jane%40example.com&b=1", "https://x.example/?m=[email]&b=1"],
  ["my mail is jane dot doe at example dot com thanks", "my mail is [email] thanks"],
  ["a@b", "a@b"],
  ["look at that dot product", "look at that dot product"],
  ["@decorator and user@localhost", "@decorator and user@localhost"],
])("finds e-mail addresses, written and spoken: %s", (text, expected) => expect(redacted(text)).toBe(expected));

it.each([
  ["call +49 151 23456789 now", "call [phone] now"],
  ["call 0049-151-23456789", "call [phone]"],
  ["(555) 123-4567 or 555.123.4567", "[phone] or [phone]"],
  ["0151 2345 6789, bitte", "[phone], bitte"],
  ["my number is 5551234567", "my number is [phone]"],
  ["sip_+15551234567", "sip_[phone]"],
  ["call-_15551234567_AbC", "call-_[phone]_AbC"],
  ["it is five five five, one two three four five six seven", "it is [phone]"],
  ["on 21.11.2026 and 2026-11-21 at 10:15", "on 21.11.2026 and 2026-11-21 at 10:15"],
  [
    "created_at 1795277146.724 and 1795277146724 and 1795277146724000000",
    "created_at 1795277146.724 and 1795277146724 and 1795277146724000000",
  ],
  ["ttft 0.001810499999919557, at 12:05:06.818445", "ttft 0.001810499999919557, at 12:05:06.818445"],
  ["item_5551234567ab, job AJ_xZXBwwyJ42fT", "item_5551234567ab, job AJ_xZXBwwyJ42fT"],
  ["the total is 1234567", "the total is 1234567"],
])("finds telephone numbers, no dates, times and ids: %s", (text, expected) => expect(redacted(text)).toBe(expected));

// Test numbers of the schemes, as payment providers publish them; the last two have a wrong check digit.
it.each([
  ["card 4111 1111 1111 1111 exp 12/27", "card [card] exp 12/27"],
  ["4111-1111-1111-1111", "[card]"],
  ["5555555555554444", "[card]"],
  ["378282246310005 amex", "[card] amex"],
  ["4111, 1111, 1111, 1111", "[card]"],
  ["4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "[card]"],
  ["4111 1111 1111 1112", "4111 1111 1111 1112"],
  ["it took 3.577006802721088 and 0.2220373360000849 s", "it took 3.577006802721088 and 0.2220373360000849 s"],
  ["5555555555554443 is not one", "5555555555554443 is not one"],
])("finds payment cards by their check digit: %s", (text, expected) => {
  const cards = { ...NO_REDACTION, builtIn: { ...NO_REDACTION.builtIn, card: true } };
  expect(redacted(text, cards)).toBe(expected);
});

// Example numbers of the IBAN registry; the last has a wrong check digit.
it.each([
  ["to DE89 3704 0044 0532 0130 00 please", "to [iban] please"],
  ["GB29NWBK60161331926819", "[iban]"],
  ["nl91 abna 0417 1643 00", "[iban]"],
  ["DE88 3704 0044 0532 0130 00", "DE88 3704 0044 0532 0130 00"],
])("finds IBANs by country and check digits: %s", (text, expected) => {
  const ibans = { ...NO_REDACTION, builtIn: { ...NO_REDACTION.builtIn, iban: true } };
  expect(redacted(text, ibans)).toBe(expected);
});

it.each([
  ["sk-proj-abcdefghijklmnop1234567890", "[api key]"],
  ["token ghp_abcdefghijklmnopqrstuvwxyz0123456789", "token [api key]"],
  ["AKIAIOSFODNN7EXAMPLE", "[api key]"],
  ["Authorization: Bearer abcdef0123456789xyz", "Authorization: Bearer [api key]"],
  ["password=hunter22!", "password=[api key]"],
  ['{"api_key": "abcdefgh12345678"}', '{"api_key": "[api key]"}'],
  ["the secret is out", "the secret is out"],
])("finds keys of programs: %s", (text, expected) => expect(redacted(text)).toBe(expected));

it("puts a rule of the project's own in its place, and counts by rule", () => {
  const custom = [{ name: "patient", pattern: "\\bP-[0-9]{6}\\b" }];
  const answer = previewText("P-123456 wrote a@b.example, P-654321 too", { ...ALL, custom });
  expect(answer.text).toBe("[patient] wrote [email], [patient] too");
  expect(answer.counts).toEqual({ patient: 2, email: 1 });
  expect(answer.parts.filter(({ label }) => label !== null).map(({ text }) => text)).toEqual([
    "P-123456",
    "a@b.example",
    "P-654321",
  ]);
});

it("replaces places that overlap once, named by the rule that comes first", () => {
  const custom = [{ name: "mine", pattern: "example\\.com now" }];
  expect(redacted("a@example.com now.", { ...ALL, custom })).toBe("[email].");
});

it.each([
  ["(", /custom\.0\.pattern/],
  ["(?=x)", /custom\.0\.pattern/],
  ["(a)\\1", /custom\.0\.pattern/],
  ["x*", /empty text/],
  ["(?:[a-z]{1,20}){1,40}!", /too large/],
])("refuses the pattern %s and says why", (pattern, words) => {
  expect(() => redacted("text", { ...ALL, custom: [{ name: "mine", pattern }] })).toThrow(words);
});

it("takes no long for patterns and texts that hang other engines", () => {
  const start = process.cpuUsage();
  const custom = [{ name: "mine", pattern: "(a+)+$" }];
  redacted(`${"a".repeat(20_000)}!`, { ...ALL, custom });
  redacted("@".repeat(200_000));
  redacted("a@".repeat(100_000));
  redacted("1 ".repeat(100_000));
  redacted("one ".repeat(50_000));
  redacted("DE89 ".repeat(50_000));
  redacted("sk-".repeat(60_000));
  redacted("eyJ-".repeat(50_000));
  // Milliseconds of the processor, for a machine with other work.
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(5_000);
});
