"""The small stylesheets that readers get say the same as the ones that people write."""

import pytest

from config.static import COMMENT, _small
from tests.test_architecture import STYLESHEETS

pytestmark = pytest.mark.browser

RULES = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return [...sheet.cssRules].map(rule => rule.cssText).join("\\n").replace(/,\\s+/g, ",");
}"""


def test_a_browser_reads_the_same_rules_in_the_small_copy(open_browser):
    page = open_browser()
    for path in STYLESHEETS:
        css = path.read_text()
        if "@import" not in COMMENT.sub("", css):
            assert page.evaluate(RULES, _small(css)) == page.evaluate(RULES, css), path.name
