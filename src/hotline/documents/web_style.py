"""How the bulletin's web page looks on a screen and on paper, for the file that stands alone."""

from __future__ import annotations

from hotline.documents import gbt9704

STYLE = f"""
@page {{
  size: A4;
  margin: {gbt9704.TOP_MM}mm {gbt9704.RIGHT_MM}mm {gbt9704.BOTTOM_MM}mm {gbt9704.LEFT_MM}mm;
}}
@page :right {{ @bottom-right {{ content: "— " counter(page) " —"; font: 14pt SimSun, serif; }} }}
@page :left {{ @bottom-left {{ content: "— " counter(page) " —"; font: 14pt SimSun, serif; }} }}
body {{ margin: 0; background: #fff; color: #000; }}
.bulletin {{
  max-width: {gbt9704.TEXT_MM}mm; margin: 0 auto; padding: 10mm 4mm;
  font: 16pt/28.95pt "Times New Roman", "{gbt9704.FANGSONG}", FangSong, STFangsong, serif;
  text-align: justify; overflow-wrap: anywhere;
}}
.bulletin p {{ margin: 0; text-indent: 2em; }}
.bulletin h1, .bulletin h2, .bulletin h3, .bulletin h4 {{ font-size: 1em; break-after: avoid; }}
.bulletin h2, .bulletin h3, .bulletin h4 {{ margin: 0; text-indent: 2em; font-weight: normal; }}
.bulletin h1, .bulletin .bulletin-name {{
  font-family: "{gbt9704.XIAOBIAOSONG}", "Noto Serif CJK SC", "Songti SC", SimSun, serif;
  text-align: center;
}}
.bulletin h1 {{ margin: 1em 0; font-size: 22pt; line-height: 1.5; }}
.bulletin h2 {{ font-family: "Times New Roman", "{gbt9704.HEITI}", SimHei, sans-serif; }}
.bulletin h3 {{ font-family: "Times New Roman", "{gbt9704.KAITI}", KaiTi, STKaiti, serif; }}
.bulletin h4 {{ font-weight: bold; }}
.bulletin .bulletin-name {{
  color: #{gbt9704.RED}; font-size: 36pt; font-weight: bold; line-height: 1.4; text-indent: 0;
}}
.bulletin .bulletin-issue {{ text-align: center; text-indent: 0; }}
.bulletin .bulletin-issued {{
  display: flex; flex-wrap: wrap; justify-content: space-between; text-indent: 0;
}}
.bulletin-masthead {{ border-bottom: 1.5pt solid #{gbt9704.RED}; margin-bottom: 2em; }}
.bulletin-table {{ overflow-x: auto; margin: .5em 0; }}
.bulletin table {{ width: 100%; border-collapse: collapse; font-size: 12pt; line-height: 18pt; }}
.bulletin caption {{ font-size: 16pt; font-weight: bold; line-height: 28.95pt; }}
.bulletin th, .bulletin td {{ border: .5pt solid; padding: .8mm; text-align: left; }}
.bulletin th, .bulletin .bulletin-number {{ text-align: center; }}
.bulletin tr {{ break-inside: avoid; }}
.bulletin tfoot td, .bulletin .bulletin-group td, .bulletin .bulletin-group th {{
  font-weight: bold;
}}
.bulletin .bulletin-group th {{ text-align: left; }}
.bulletin .bulletin-appendices {{ margin: 1lh 0; }}
.bulletin .bulletin-appendix {{ break-before: page; text-indent: 0; }}
.bulletin .bulletin-appendix span {{ display: block; }}
.bulletin .bulletin-appendix span + span {{
  margin: 1lh 0; font: bold 22pt/1.5 "{gbt9704.XIAOBIAOSONG}", "Noto Serif CJK SC", SimSun, serif;
  text-align: center;
}}
.bulletin .bulletin-chart {{ margin: .7em auto; max-width: 32rem; break-inside: avoid; }}
.bulletin .bulletin-chart svg {{ display: block; width: 100%; height: auto; }}
.bulletin .bulletin-chart figcaption {{
  font-size: 14pt; font-weight: bold; line-height: 1.5; text-align: center;
}}
.bulletin .bulletin-note {{
  font-size: 12pt; line-height: 1.5; text-align: center; text-indent: 0;
}}
.bulletin .bulletin-chart details {{ font-size: 12pt; text-align: center; }}
.bulletin a {{ color: inherit; }}
@media screen {{
  .bulletin .bulletin-name {{ font-size: min(36pt, 7vw); }}
  .bulletin h1 {{ font-size: min(22pt, 5vw); }}
}}
@media print {{
  .bulletin {{ max-width: none; padding: 0; }}
  .bulletin-table {{ overflow: visible; }}
  .bulletin thead {{ display: table-header-group; }}
  .bulletin tfoot {{ display: table-row-group; }} /* else it comes again on every page */
  .bulletin tfoot tr, .bulletin .bulletin-group {{ break-inside: avoid; }}
  .bulletin tfoot tr {{ break-before: avoid; }}
  .bulletin .bulletin-group {{ break-after: avoid; }}
  .bulletin .bulletin-chart {{ max-width: 132mm; }}
  .bulletin .bulletin-chart svg {{ max-height: 150mm; }}
  .bulletin .bulletin-chart details {{ display: none; }}
  .bulletin a {{ text-decoration: none; }}
}}
"""
