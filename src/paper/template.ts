/** Where the template finds the act. */
export const dataPath = '/act.json';
export const templatePath = '/act.typ';

/**
 * The sheet of an act, in Typst. The act comes in as JSON and is set as text: nothing in it is evaluated. Header, footer and watermark are
 * artifacts of each page to a screen reader, the rest is structure (headings, paragraphs, lists).
 */
export const template = `
#let act = json("${dataPath}")
#let m = act.form.margins
#let faint = luma(90)
#let small(body) = {
  set par(first-line-indent: 0pt, justify: false, leading: 0.45em, spacing: 0.45em)
  body
}
#let rule = line(length: 100%, stroke: 0.6pt + faint)

#set document(
  title: act.title,
  author: act.author,
  date: datetime(
    ..(year: act.writtenOn.year, month: act.writtenOn.month, day: act.writtenOn.day),
    ..(hour: 12, minute: 0, second: 0),
  ),
)
#set text(
  lang: act.language.split("-").first(),
  region: act.language.split("-").at(1, default: none),
  font: "Tinos",
  size: act.form.size * 1pt,
  hyphenate: false,
)
#set par(
  justify: true,
  leading: act.form.leading * 1em,
  spacing: act.form.leading * 1em + 0.35em,
  first-line-indent: (amount: 0.85cm, all: true),
)
#set page(
  paper: "a4",
  margin: (left: m.left * 1mm, right: m.right * 1mm, top: m.top * 1mm, bottom: m.bottom * 1mm),
  header-ascent: 7mm,
  footer-descent: 3mm,
  header: small({
    set text(size: 9.5pt)
    stack(
      spacing: 4.5pt,
      ..act.letterhead.enumerate().map(((n, line)) => if n == 0 { strong(line) } else { [#line] }),
      text(fill: faint, act.caseLine),
      v(3.5pt),
      rule,
    )
  }),
  footer: context small({
    set text(size: 8pt, fill: faint)
    stack(
      spacing: 5pt,
      rule,
      grid(
        columns: (1fr, auto),
        act.footer,
        counter(page).display((page, all) => [#page / #all], both: true),
      ),
    )
  }),
  background: if act.watermark != none {
    rotate(-52deg, text(size: 62pt, weight: "bold", fill: luma(232), act.watermark))
  },
)
#show heading: set text(size: act.form.size * 1pt)
#show heading: set block(above: 1.2em, below: 0.9em, sticky: true)
#show heading: set par(justify: false, first-line-indent: 0pt)

#align(right, act.placeAndDate)
#heading(level: 1, act.title)

#for piece in act.body {
  if type(piece) == str { par(piece) }
  else if "heading" in piece { heading(level: 2, piece.heading) }
  else { enum(..piece.list) }
}

#block(breakable: false, above: 2.4em, small({
  set par(leading: 0.6em, spacing: 0.6em)
  if act.signer != none {
    par(strong(act.signer.name))
    par(act.signer.capacity)
  }
  par(text(size: 0.85em, act.note))
}))
`;
