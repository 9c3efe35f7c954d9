"""What is looked at on every page in a real browser: axe-core's rules, and what people change for themselves."""

from tests.tooling import axe_source

# Those of axe-core's rules that depend on how wide and how dark it is; the others need one look.
OF_THE_LOOK = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
AXE = """(only) => axe.run(document, {
  resultTypes: ["violations"],
  rules: { "target-size": { enabled: true } }, // WCAG 2.2, 2.5.8; asked for only when told to
  ...(only ? { runOnly: { type: "rule", values: only } } : {}),
})"""

# A colour must not be looked at while it changes.
AT_REST = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
}"""

# What a reader may set, and nothing may be lost. https://www.w3.org/TR/WCAG22/#text-spacing
WIDE_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && (box.right > innerWidth + 1 || box.left < -1);
  }).slice(0, 3).map((e) => `too wide: ${e.outerHTML.slice(0, 120)}`)"""
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((e) => {
    const style = getComputedStyle(e);
    const scrolls = e.matches("textarea, table, pre, svg");
    return style.overflowY !== "visible" && !scrolls && e.scrollHeight > e.clientHeight + 1;
  }).map((e) => `cut off: ${e.outerHTML.slice(0, 120)}`)"""


def violations(page, only=None):
    """What axe-core finds on the page as it is shown now, in sentences; of the rules named in `only`, or of all."""
    page.evaluate(axe_source())
    found = page.evaluate(AXE, only)["violations"]
    return [f"{v['id']}: {v['help']}: {[node['html'][:150] for node in v['nodes']][:4]}" for v in found]


def in_both_looks(page):
    """What axe-core finds on a phone by day and on a desktop by night."""
    found = _seen(page, 360, "light", None) + _seen(page, 1280, "dark", OF_THE_LOOK)
    page.emulate_media(color_scheme="light")
    return found


def enlarged(page):
    """What does not fit or is cut off at four times its size, which makes 1280 pixels 320, and with wide spacing.
    WCAG 2.2, 1.4.10 and 1.4.12."""
    page.set_viewport_size({"width": 320, "height": 800})
    found = page.evaluate(TOO_WIDE)
    page.add_style_tag(content=WIDE_SPACING)
    return found + page.evaluate(TOO_WIDE) + page.evaluate(CUT_OFF)


def _seen(page, width, scheme, only):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(AT_REST)
    return violations(page, only)
