/** The digits of a phone number; `+49 30 1234567`, `0049 30 1234567` and `49301234567` are the same. */
export function digitsOfPhone(phone: string): string {
  return phone.replaceAll(/\D/g, "").replace(/^00/, "");
}
