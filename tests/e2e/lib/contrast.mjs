/**
 * For `page.evaluate`: the texts whose contrast with their background is below 4.5. Colours that are not opaque are mixed
 * with what is below them. A text on a picture has a background of its own.
 */
export function faint() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  /** Any CSS colour as red, green, blue and opacity. */
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = ([r, g, b, alpha], below) => [r, g, b].map((part, index) => part * alpha + below[index] * (1 - alpha));
  const luminance = (color) => color.map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  /** The colour behind the text of a node. */
  const background = (node) => {
    if (!node) return [255, 255, 255];
    // A state of the diagram: its rectangle is drawn before its name.
    const shape = node.matches('svg text') && node.parentNode.querySelector('rect');
    const color = rgba(shape ? getComputedStyle(shape).fill : getComputedStyle(node).backgroundColor);
    // The status bar of a phone lies on the window below it.
    const below = node.matches('.statusbar') ? [...node.parentNode.querySelectorAll('.call, .wx-page, .mini, .home')].at(-1) : node.parentElement;
    return color[3] === 1 ? color.slice(0, 3) : over(color, background(below));
  };
  const opacity = (node) => (node ? Number(getComputedStyle(node).opacity) * opacity(node.parentElement) : 1);
  const contrast = (node, color) => {
    const below = background(node);
    const [red, green, blue, alpha] = rgba(color);
    const [dark, light] = [luminance(below), luminance(over([red, green, blue, alpha * opacity(node)], below))].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const found = [];
  for (const node of document.body.querySelectorAll('*')) {
    // Texts that are not shown; WCAG leaves out controls that are disabled.
    if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || node.matches(':disabled *, :disabled')) continue;
    const style = getComputedStyle(node);
    if (style.fontSize === '0px') continue;
    if ([...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim())) {
      found.push([node, node instanceof SVGElement ? style.fill : style.color, node.textContent]);
    }
    if (node.matches('input, textarea') && node.value) found.push([node, style.color, node.value]);
    if (node.placeholder) found.push([node, getComputedStyle(node, '::placeholder').color, node.placeholder]);
  }
  return found.filter(([node, color]) => contrast(node, color) < 4.5)
    .map(([node, color, text]) => `${text.trim().slice(0, 40)} (${node.className.baseVal ?? node.className}): ${contrast(node, color).toFixed(2)}`);
}
