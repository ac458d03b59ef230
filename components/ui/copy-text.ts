/**
 * Puts text on the clipboard; true when it is there. Browsers give `navigator.clipboard` to https and localhost only,
 * and this product is often opened by plain http on a local network: there a hidden field and `execCommand` still work.
 */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (error) {
      // Refused (permission, no focus): the old way may still be allowed.
      console.warn("clipboard refused", error);
    }
  }
  return copyByField(text);
}

function copyByField(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.setAttribute("readonly", "");
  field.style.position = "fixed";
  field.style.opacity = "0";
  const before = document.activeElement;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return isCopied;
}
