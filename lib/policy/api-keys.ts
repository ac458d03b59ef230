import { type Finding, findAll } from "./finding";

/** How vendors' keys begin, each as its vendor documents it; then keys by what stands before them. */
const FORMS = [
  // OpenAI, Anthropic, Stripe, Deepgram-like "sk-"/"sk_" keys
  /(?<![A-Za-z0-9])(?:sk|pk|rk)[-_](?:[a-z]{2,10}[-_]){0,3}[A-Za-z0-9_-]{16,200}/g,
  // GitHub, GitLab, Slack, Hugging Face, npm, DigitalOcean, SendGrid, ElevenLabs, Groq, xAI
  /(?<![A-Za-z0-9])(?:gh[pousr]_|github_pat_|glpat-|hf_|npm_|do[opr]_v1_|xai-|gsk_)[A-Za-z0-9_-]{16,255}/g,
  /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,250}/g,
  /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,128}/g,
  // AWS access keys, Google API keys, Twilio
  /(?<![A-Za-z0-9])(?:AKIA|ASIA|AGPA|AROA|AIDA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}/g,
  /(?<![A-Za-z0-9])(?:AC|SK)[0-9a-f]{32}(?![A-Za-z0-9])/g,
  // JSON Web Tokens
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{8,2000}/g,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]{0,8000}?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
  /(?<=\b(?:Bearer|Basic) {1,2})[A-Za-z0-9._~+/-]{12,4000}={0,2}/gi,
  /(?<=\b(?:api|access|auth|secret|private|client)[-_ ]?(?:key|token|secret)["'\\]{0,3} ?[:=] ?["'\\]{0,3})[A-Za-z0-9._~+/-]{8,4000}={0,2}/gi,
  /(?<=\b(?:password|passwd|pwd|secret|token)["'\\]{0,3} ?[:=] ?["'\\]{0,3})[^\s"'\\,;}&]{6,400}/gi,
];

/** Something of each form, so that a text without any is looked at once. */
const SIGNS =
  /[spr]k[-_]|gh[pousr]_|github_pat_|glpat-|hf_|npm_|do[opr]_v1_|xai-|gsk_|xox[abeoprs]-|SG\.|A(?:KIA|SIA|GPA|ROA|IDA|Iza|C[0-9a-f]{32})|SK[0-9a-f]{32}|eyJ|-----BEGIN|bearer |basic |key|token|secret|pass|pwd/i;

/** Credentials for programs: keys of known vendors, tokens, private keys, and values that are called a key or a password. */
export function findApiKeys(text: string): Finding[] {
  return text.length < 10 || !SIGNS.test(text) ? [] : FORMS.flatMap((form) => findAll(text, form));
}
