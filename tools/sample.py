"""How are the sample documents in Word, PDF, Excel and mail made? From here, the same bytes each time.

    python tools/sample.py

The documents in plain text, Markdown and HTML beside them are written by hand. All are written for the sample; the
organisations in these are invented, and so are their figures.
"""

import re
import zipfile
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import weasyprint

DOCUMENTS = Path(__file__).parent.parent / "seeds" / "idlib" / "documents"

OVERVIEW = """<!doctype html>
<html lang="en">
<head>
  <title>Response overview, first week of February</title>
  <meta name="author" content="Orontes Response Forum">
  <style>
    @page { size: A4; margin: 22mm 20mm;
      @top-left { content: "Orontes Response Forum"; font: 8pt DejaVu Sans }
      @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt DejaVu Sans } }
    body { font: 10pt/1.45 DejaVu Sans, sans-serif }
    h1 { font-size: 18pt; margin: 0 } h2 { font-size: 12pt; margin: 1em 0 .2em; break-after: avoid }
    .needs { columns: 2; column-gap: 10mm } .needs p { margin: 0 0 .6em }
    table { border-collapse: collapse; width: 100% } th, td { border: .6pt solid #555; padding: 2pt 5pt }
    td { text-align: right } td:first-child, th { text-align: left }
    sup { font-size: 65%; line-height: 0 } .notes { font-size: 8pt; margin-top: 2em }
  </style>
</head>
<body>
  <h1>Response overview, first week of February</h1>
  <p>As of 9 February 2020</p>
  <p>Compiled from the returns of 11 member organisations in the north-west of Syria.</p>
  <h2>Shelter</h2>
  <div class="needs">
    <p>Some 21,500 households<sup>1</sup> lack any form of shelter in the districts of Harim and Idlib. Most of them
      came in the last ten days, and a good part of them had already left one camp for another.</p>
    <p>Members put up 2,150 family tents between 1 and 8 February and gave out plastic sheeting to 4,800 households.
      Stocks of tents stand at about 900, which will not last beyond the coming week.</p>
  </div>
  <table>
    <tr><th>District</th><th>Households without shelter</th><th>Tents put up</th></tr>
    <tr><td>Harim</td><td>14,300</td><td>1,640</td></tr>
    <tr><td>Idlib</td><td>7,200</td><td>510</td></tr>
  </table>
  <h2>Health</h2>
  <p>14 health facilities<sup>2</sup> have closed or moved since 1 January, among them the only maternity ward south of
    Ariha. Mobile clinics carried out 6,300 consultations last week, 58 per cent of them for children. Insulin is out of
    stock in three districts, and the hospital at Maaret Tamsrin works with one of its four ambulances.</p>
  <h2>Water and sanitation</h2>
  <p>Trucks delivered 1.9 million litres of water to informal sites, or roughly 11 litres a person a day. Up to 60 sites
    have no latrines at all.</p>
  <h2>Education</h2>
  <p>An estimated 28,000 children have dropped out of school since December because of displacement. Members run classes
    in 36 tents.</p>
  <h2>Funding</h2>
  <p>The forum's winter plan asks for US$ 3.2 million. It had received $1.1 million<sup>3</sup> by 8 February, or 34 per
    cent of what is required. Members that have not sent their revised budgets must do so by 14 February; the window of
    the pooled fund closed on 31 January 2020 and will not open again before the summer.</p>
  <div class="notes">
    <p><sup>1</sup> Households are counted by the member that registers them first.</p>
    <p><sup>2</sup> Hospitals, clinics and mobile teams.</p>
    <p><sup>3</sup> Pledges that are signed, whether paid or not.</p>
    <p>Written for the sample project of sitrep. The forum, its members and all figures are invented.</p>
  </div>
</body>
</html>
"""

FIELD_NOTE = (
    ("Heading1", "CORRECTED: Field note No. 12"),
    ("", "Noor Relief Network"),
    ("", "Sarmada, 7 February 2020"),
    ("", "This version replaces the one of 5 February, in which lists from two sites had been added twice."),
    (
        "",
        "Our teams registered 1,200 families who reached the open fields north of Sarmada between 1 and 4 February. "
        "Nearly all came from Saraqab and its villages. Two thirds of them have no tent, and share shelter with "
        "relatives or strangers.",
    ),
    (
        "",
        "The clinic in Sarmada treated 640 patients in the same days, above all children with infections of the chest. "
        "Its fuel will last for about nine days.",
    ),
    (
        "",
        "We handed out 2,100 blankets and 380 tents. Registration for the winter cash grant was to close on "
        "31 January; it was kept open for those who arrived late and ends for good on 9 February.",
    ),
    ("", "Written for the sample project of sitrep; the network and its figures are invented."),
)

SITES = (
    ("Site", "District", "Families registered", "Tents", "Latrines"),
    ("Sarmada North", "Harim", 460, 120, 8),
    ("Sarmada Quarry", "Harim", 515, 140, None),
    ("Dana Stadium", "Harim", 225, 120, 12),
)

COMMUNIQUE = """\
GAZIANTEP, 6 février 2020 – À Maaret Tamsrin, les équipes de Solidarité Oronte ont recensé 3 400 personnes arrivées de
Saraqab en quatre jours. Plus de la moitié d'entre elles sont des enfants. Faute de place, environ 700 personnes dorment
dans une école dont les fenêtres n'ont plus de vitres.

L'association a distribué 850 matelas et 1 600 couvertures depuis lundi. Elle estime qu'il lui faudra 420 000 euros pour
tenir jusqu'à la fin du mois de mars ; elle en a reçu un quart. Les dons annoncés doivent être confirmés avant le
20 février 2020.

--
Écrit pour l'exemple du projet sitrep ; Solidarité Oronte et ses chiffres sont inventés.
"""

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/><Relationship Id="r2" '
    'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
CORE = (
    '<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>'
    "<dc:publisher>{publisher}</dc:publisher>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{day}T08:00:00Z</dcterms:created></cp:coreProperties>'
)


def packed(members: dict[str, bytes]) -> bytes:
    """A zip file of these members, dated by the day of the sample."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(zipfile.ZipInfo(name, (2020, 2, 10, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def word() -> bytes:
    """The corrected field note."""
    blocks = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style or "Normal"}"/></w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>'
        for style, text in FIELD_NOTE
    )
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{namespace}"><w:body>{blocks}</w:body></w:document>'
    core = CORE.format(title=FIELD_NOTE[0][1], publisher="Noor Relief Network", day="2020-02-07")
    members = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "docProps/core.xml": core,
        "word/document.xml": body,
    }
    return packed({name: text.encode() for name, text in members.items()})


def excel() -> bytes:
    """The list of sites."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sites"
    sheet.append(["Sites around Sarmada, as of 8 February 2020"])
    for row in SITES:
        sheet.append(row)
    book.properties.title = "Sites around Sarmada"
    book.properties.creator = "Noor Relief Network"
    book.properties.created = book.properties.modified = datetime(2020, 2, 8)
    buffer = BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        members = {name: package.read(name) for name in package.namelist()}
    # openpyxl writes the time of saving, whatever the properties say.
    core = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2020-02-08T00:00:00Z", members["docProps/core.xml"])
    return packed(members | {"docProps/core.xml": core})


def mail() -> bytes:
    """The communiqué."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Solidarité Oronte <presse@oronte.example>"
    message["To"] = "redactions@example.org"
    message["Subject"] = "Les déplacés d'Idleb face au froid"
    message["Date"] = "Thu, 06 Feb 2020 16:20:00 +0300"
    message["Message-ID"] = "<20200206.1@oronte.example>"
    message.set_content(COMMUNIQUE)
    return bytes(message)


def main() -> None:
    """Write the documents."""
    overview = weasyprint.HTML(string=OVERVIEW).write_pdf(pdf_identifier=b"sitrep sample")
    head = '# The head of the file beside it, which cannot have one of its own.\npublisher = "{}"\n'
    for name, data in (
        ("2020-02-09-response-overview.pdf", overview),
        ("2020-02-09-response-overview.pdf.toml", head.format("Orontes Response Forum").encode()),
        ("2020-02-07-noor-field-note-12-corrected.docx", word()),
        ("2020-02-08-noor-sites.xlsx", excel()),
        ("2020-02-08-noor-sites.xlsx.toml", head.format("Noor Relief Network").encode()),
        ("2020-02-06-solidarite-oronte-communique.eml", mail()),
    ):
        (DOCUMENTS / name).write_bytes(data)


if __name__ == "__main__":
    main()
