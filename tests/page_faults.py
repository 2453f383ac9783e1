"""What may be wrong with how a page looks, as questions to a browser: each answers with a list."""

# What takes keys and clicks, in the order of the page.
_CONTROLS = """
  const controls = [...document.querySelectorAll(
    "a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex='0']")]
    .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.disabled && node.tabIndex >= 0);
"""

# Every visible text against the nearest background behind it, by the formula of WCAG; returns what
# is too faint.
FAINT = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => {
    const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    const [x, y, z] = [r, g, b].map((v) => linear(v / 255));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = read(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility({ opacityProperty: true })) continue;
    if (node.closest(".unseen, .skip, script")) continue;
    const [a, b] = [light(read(getComputedStyle(node).color)), light(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const style = getComputedStyle(node);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} ${node.outerHTML.slice(0, 90)}`);
  }
  return faint;
}"""

# By how much the page is wider than the window.
SIDEWAYS = """() => {
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return over > 0 ? [over] : [];
}"""

# Targets under 24 px, but links within a sentence, and those with room around them: a circle of
# 24 px about their middle that touches no other target (WCAG 2.5.8).
SMALL = (
    """() => {"""
    + _CONTROLS
    + """
  const inSentence = (node) => {
    if (getComputedStyle(node).display !== "inline") return false;
    let block = node.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const text = block.cloneNode(true);
    text.querySelectorAll("a, button, summary, .unseen").forEach((each) => each.remove());
    return /\\p{L}{2}/u.test(text.textContent);
  };
  const boxes = controls
    .filter((node) => !node.closest(".skip") && !node.matches("svg *"))
    .map((node) => [node, node.getBoundingClientRect()]);
  const crowded = ([node, box]) => boxes.some(([other, its]) => {
    if (other === node || other.contains(node) || node.contains(other)) return false;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const dx = Math.max(its.left - x, 0, x - its.right);
    const dy = Math.max(its.top - y, 0, y - its.bottom);
    return Math.hypot(dx, dy) < 12;
  });
  return boxes
    .filter(([node, box]) => (box.height < 23.5 || box.width < 23.5) && !inSentence(node) && crowded([node, box]))
    .map(([node, box]) => `${box.width} x ${box.height} ${node.outerHTML.slice(0, 90)}`);
}"""
)

# Text that its own box hides, or that stands where nobody can scroll to.
CLIPPED = """() => {
  const clipped = [];
  for (const node of document.querySelectorAll("body, body *")) {
    if (!node.checkVisibility() || node.closest(".unseen, .skip, svg, textarea")) continue;
    const style = getComputedStyle(node);
    const own = [...node.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
    const across = style.overflowX !== "visible" && node.scrollWidth > node.clientWidth + 1;
    const down = style.overflowY !== "visible" && node.scrollHeight > node.clientHeight + 1;
    if ((across || down) && node.clientWidth && !node.matches("input, select")) clipped.push(node.outerHTML.slice(0, 90));
    else if (own) {
      const range = document.createRange();
      range.selectNodeContents(node);
      if ([...range.getClientRects()].some((box) => box.left < -1)) clipped.push(`left ${node.outerHTML.slice(0, 90)}`);
    }
  }
  return clipped;
}"""

# Texts and boxes to type in that lie upon one another, by the middle half of their lines.
OVERLAPPING = """() => {
  const found = [];
  const add = (node, about) => {
    for (const box of node.getClientRects()) {
      if (box.width < 3 || box.height < 3) continue;
      const inset = box.height / 4;
      found.push({ about, left: box.left + 1, right: box.right - 1, top: box.top + inset, bottom: box.bottom - inset });
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const node = text.parentElement;
    if (!text.data.trim() || !node.checkVisibility({ opacityProperty: true })) continue;
    if (node.closest(".unseen, .skip, svg, script, option, textarea")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    add(range, text);
  }
  for (const node of document.querySelectorAll("input:not([type=hidden]), textarea, select"))
    if (node.checkVisibility()) add(node, node);
  found.sort((a, b) => a.top - b.top);
  const over = [];
  found.forEach((one, number) => {
    for (let at = number + 1; at < found.length && found[at].top < one.bottom; at += 1) {
      const other = found[at];
      if (other.about !== one.about && other.left < one.right && one.left < other.right)
        over.push([one, other].map(({ about }) => (about.data ?? about.outerHTML).trim().slice(0, 50)).join(" | "));
    }
  });
  return over;
}"""

# By how much things jumped until the page was first looked at.
SHIFTED = """() => {
  if (window.wasLookedAt) return [];
  window.wasLookedAt = true;
  const watcher = new PerformanceObserver(() => {});
  watcher.observe({ type: "layout-shift", buffered: true });
  return watcher.takeRecords().map((each) =>
    `${each.value} ${each.sources.map(({ node }) => node?.nodeName).join(" ")}`);
}"""

# For walking by Tab: what should be reached, kept in the page, with the focus at its last; and where the focus is.
NOTE_CONTROLS = "() => {" + _CONTROLS + "window.controls = controls; controls.at(-1).focus(); return controls.map((node) => node.outerHTML.slice(0, 90)); }"
AT = """() => {
  const node = document.activeElement;
  if (node === document.body) return { number: -1, isMarked: true, isInSight: true };
  const shown = node.matches(".box-line input") ? node.closest(".box-line") : node;
  const style = getComputedStyle(shown);
  const [box] = node.getClientRects();
  const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;  // of what is in the window
  const [x, y] = [middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight)];
  const above = document.elementFromPoint(x, y);
  return {
    number: window.controls.indexOf(node),
    isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isInSight: above !== null && (node.contains(above) || above.contains(node)),
  };
}"""

# What WCAG 1.4.12 has people set for themselves, and what larger letters do.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
ENLARGED = """() => {
  document.adoptedStyleSheets = [];
  document.documentElement.style.fontSize = "200%";
}"""
OPENED = """() => {
  document.documentElement.style.fontSize = "";
  window.opened = document.querySelectorAll("details:not([open])");
  window.opened.forEach((each) => { each.open = true; });
}"""
AS_IT_WAS = "() => window.opened.forEach((each) => { each.open = false; })"

# Rules of axe-core for conformance, of 2.2 too, and what is good practice besides.
AXE = """async () => {
  const told = await window.axe.run(document, {
    resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  });
  return told.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`));
}"""
