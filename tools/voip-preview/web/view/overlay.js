// A window above the page of a phone: it takes the focus.
import { Component } from '../html.js';

const TEXT_INPUTS = 'input, select, textarea';

/** Whether a window that opens on this phone may take the focus: the user is not typing, and uses no other phone. */
export function mayFocus(phone) {
  const focused = document.activeElement;
  return !focused || focused === document.body || phone.contains(focused) && !focused.matches(TEXT_INPUTS);
}

export class Overlay extends Component {
  root = (node) => { this.node = node; };

  componentDidMount() {
    this.phone = this.node.closest('[data-phone]');
    if (!mayFocus(this.phone)) return;
    // Enter accepts, Escape refuses.
    const first = this.node.querySelector('.wx-green:not(:disabled), .modal-yes:not(:disabled)');
    (first ?? this.node.querySelector('button:not(:disabled)'))?.focus({ preventScroll: true });
  }

  /** The focus returns to the page, where the user acts next. */
  componentWillUnmount() {
    if (this.node.contains(document.activeElement)) returnFocus(this.phone);
  }
}

/** Focuses the next window of the phone or, if none is open, the page's first button that can be tapped. */
export function returnFocus(phone) {
  // After the window is removed.
  setTimeout(() => {
    if (document.activeElement && document.activeElement !== document.body) return;
    phone.querySelector('.call button, .cover button, .acts button:not(:disabled), .home button')?.focus({ preventScroll: true });
  });
}
