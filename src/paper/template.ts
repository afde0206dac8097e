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
#let words(run) = {
  let lines = run.text.split("\n")
  let body = lines.map(line => [#line]).join(linebreak())
  if run.at("underline", default: false) { body = underline(body) }
  if run.at("italic", default: false) { body = emph(body) }
  if run.at("bold", default: false) { body = strong(body) }
  if "link" in run { link(run.link.uri, body) } else { body }
}
#let running(runs) = runs.map(words).join()
#let listing(one) = {
  let items = one.items.map(item => {
    running(item.runs)
    item.within.map(listing).join()
  })
  if one.numbered { enum(..items) } else { list(..items) }
}

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
        if act.reference == none { act.footer } else {
          stack(spacing: 3.5pt, act.reference.short, ..(if act.footer != "" { (act.footer,) }))
        },
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

#set list(indent: 0.85cm, body-indent: 0.4cm)
#set enum(indent: 0.85cm, body-indent: 0.4cm)
#show quote.where(block: true): set pad(left: 1.2cm, right: 0.6cm)
#set table(stroke: 0.5pt + faint, inset: 5pt)
#show table: set par(justify: false, first-line-indent: 0pt, leading: 0.5em)
#show table.cell.where(y: 0): strong

#align(right, act.placeAndDate)
#heading(level: 1, act.title)

#for piece in act.body {
  if type(piece) == str { par(piece) }
  else if "heading" in piece { heading(level: 2, piece.heading) }
  else if "list" in piece { enum(..piece.list) }
  else if "runs" in piece { par(running(piece.runs)) }
  else if "quote" in piece { quote(block: true, piece.quote.map(running).map(par).join()) }
  else if "listing" in piece { listing(piece.listing) }
  else {
    let (head, ..rows) = piece.table
    table(
      columns: if "widths" in piece { piece.widths.map(width => width * 1fr) } else { (1fr,) * head.len() },
      table.header(..head),
      ..rows.flatten(),
    )
  }
}

#block(breakable: false, above: 2.4em, small({
  set par(leading: 0.6em, spacing: 0.6em)
  for signer in act.signers {
    par(strong(signer.name))
    par(signer.capacity)
  }
  par(text(size: 0.85em, act.note))
}))

#if act.reference != none {
  block(breakable: false, above: 1.6em, small({
    set text(size: 8.5pt)
    set par(leading: 0.5em, spacing: 0.55em)
    let modules = act.reference.modules
    let step = 22mm / modules.len()
    grid(
      columns: (auto, 1fr),
      column-gutter: 5mm,
      align: horizon,
      figure(alt: act.reference.qr.says, box(width: 22mm, height: 22mm, {
        for (y, row) in modules.enumerate() {
          for (from, to) in row {
            place(dx: from * step, dy: y * step, rect(width: (to - from) * step, height: step * 1.02, fill: black))
          }
        }
      })),
      act.reference.lines.map(line => par(line)).join(),
    )
  }))
}
`;
