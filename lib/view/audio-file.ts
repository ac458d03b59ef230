/** What a browser is asked whether it plays it: LiveKit's Ogg files hold Opus, which the content type alone does not say. */
export function playableType(contentType: string): string {
  return contentType === "audio/ogg" ? "audio/ogg; codecs=opus" : contentType;
}

/** The ending of a file of this content type, without a dot. */
export function fileExtension(contentType: string): string {
  const subtype = contentType.split(";")[0]?.split("/")[1]?.trim() ?? "";
  return /^[a-z0-9]+$/.test(subtype) ? subtype : "bin";
}
