// Text of models and tools is shown to somebody who decides by it: nothing in it may hide, turn around or overwrite
// another part. The page shows what PlainText.cs makes of it on channels.

const hides = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}\u{e0100}-\u{e01ef}\u{1d173}-\u{1d17a}]/gu;
const alone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Control characters become their pictures (␛), direction marks and what has no width become their number (⟨U+202E⟩). */
export function visible(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(alone, "\ufffd").replace(hides, picture);
}

/** The same on one line. */
export const line = (text: string): string => visible(text).replace(/\s+/g, " ").trim();

function picture(character: string): string {
  const code = character.codePointAt(0)!;
  // U+FE0F makes an emoji of the character before it: harmless, and frequent.
  if (code === 0xfe0f) return character;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, "0")}\u27e9`;
}
