import { until } from './until.mjs';

/** One of the two phones, as the user sees and uses it. */
export class Screen {
  constructor(tab, letter) {
    this.tab = tab;
    this.letter = letter;
    this.root = tab.page.locator(`[data-phone="${letter}"]`);
  }

  find(selector) {
    return this.root.locator(selector);
  }

  // --- The page ---

  async fill(field, value) {
    await this.find(`[name="${field}"]`).fill(value);
  }

  value(field) {
    return this.find(`[name="${field}"]`).inputValue();
  }

  /** The call button. */
  async tap() {
    await this.find('[data-do=tap]').click();
  }

  async receive() {
    await this.find('[data-do=receive]').click();
  }

  /** 结束 on the page; WeChat's window is made small first, as on a phone. */
  async end() {
    await this.shrink();
    await this.find('[data-do=hangUp]').click();
  }

  async dismiss() {
    await this.find('[data-do=dismiss]').click();
  }

  async leave() {
    await this.find('[data-available=leave]').click();
  }

  /** ◎ in the mini-program's capsule. */
  async background() {
    await this.find('[data-do=background]').click();
  }

  /** Makes the phone ring when it is called: a page with `receive` must enable calls first. */
  async reachable() {
    if (!this.tab.hello.page.receive || (await this.find('[data-bell=on]').count())) return;
    await this.receive();
    await until(async () => {
      const yes = this.find('[data-dialog=permission] [data-answer=allow]').first();
      if (await yes.count()) await yes.click({ timeout: 2000 }).catch(() => {});
      return this.find('[data-do=stopReceiving]').count();
    }, 1, `phone ${this.letter} is reachable`);
  }

  /** The icon on the home screen. */
  async start() {
    await this.find('[data-do=start]').click();
  }

  // --- WeChat's dialogs ---

  /** Waits for a dialog: `permission`, `askSettings` or `settings`. */
  async dialog(kind) {
    await this.find(`[data-dialog=${kind}]`).waitFor();
  }

  async allow() {
    await this.find('[data-answer=allow]').click();
  }

  async refuse() {
    await this.find('[data-answer=refuse]').click();
  }

  /** Taps 允许 once for each scope. */
  async allowAll(scopes = ['麦克风', '摄像头']) {
    for (const scope of scopes) {
      await this.find('[data-dialog=permission]').filter({ hasText: scope }).waitFor();
      await this.allow();
    }
  }

  /** Turns a scope on or off in the settings. */
  async turn(scope) {
    await this.find(`[role=switch][data-scope="${scope}"]`).click();
  }

  async leaveSettings() {
    await this.find('[data-answer=leaveSettings]').click();
  }

  // --- WeChat's call window ---

  /** Waits for the call window: `ringing`, `incoming`, `talking` or `none`. */
  async call(state) {
    await until(() => this.callState(), state, `the call window of ${this.letter} is ${state}`);
  }

  async callState() {
    const [state = 'none'] = await this.find('[data-call]').evaluateAll((windows) => windows.map((one) => one.dataset.call));
    return state;
  }

  async pickUp() {
    await this.find('[data-call-do=pickUp]').click();
  }

  async hangUp() {
    await this.find('[data-call-do=hangUp]').click();
  }

  async shrink() {
    const button = this.find('[data-call-do=shrink]');
    if (await button.count()) await button.click();
  }

  async grow() {
    await this.find('[data-call-do=grow]').click();
  }

  // --- Faults ---

  async openFaults() {
    if (!(await this.tab.find(`[data-faults="${this.letter}"]`).count())) {
      await this.tab.find(`[data-faults-toggle="${this.letter}"]`).click();
    }
    await this.tab.find(`[data-faults="${this.letter}"]`).waitFor();
  }

  async closeFaults() {
    if (await this.tab.find(`[data-faults="${this.letter}"]`).count()) {
      await this.tab.find(`[data-faults-toggle="${this.letter}"]`).click();
    }
  }

  /** Sets the host's answer to a step: `answers('join', 'NotOpen')`. */
  async answers(step, answer) {
    await this.openFaults();
    await this.fault(step).selectOption(answer);
  }

  /** A control of the faults panel: `fault('join.late')`, `fault('phone.offline')`. */
  fault(name) {
    return this.tab.find(`[data-faults="${this.letter}"] [name="${this.letter}.${name}"]`);
  }

  /** Triggers an event in the faults panel: `interrupt`, `kill` or `start`. */
  async happens(event) {
    await this.openFaults();
    await this.tab.find(`[data-faults="${this.letter}"] [data-action=${event}]`).click();
  }

  // --- What is shown ---

  /** Waits for the state. */
  async state(wanted) {
    await until(() => this.root.getAttribute('data-state'), wanted, `phone ${this.letter} is ${wanted}`);
  }

  /** Waits until the page is idle and the call window is closed. */
  async idle() {
    await this.state('Idle');
    await this.call('none');
  }

  /** The sentence of the failure. */
  async error() {
    return (await this.find('[data-error]').innerText()).trim();
  }

  /** The available actions. */
  async available() {
    const chips = await this.find('[data-available]').evaluateAll((all) => all.filter((chip) => !chip.disabled).map((chip) => chip.dataset.available));
    return chips.sort();
  }

  /** The highlighted node and edge of the diagram. */
  async lit() {
    const read = (what) => this.find(`svg[data-diagram] [data-${what}][data-lit]`).evaluateAll((all, name) => all.map((one) => one.dataset[name]), what);
    return { node: await read('node'), edge: await read('edge') };
  }

  /** The changes of this phone's state, from the records: `Idle → Authorizing`. */
  changes() {
    return this.records('change').map(({ from, to, cause }) => `${from} → ${to}${cause === undefined ? '' : ` (${cause})`}`);
  }

  /** The host calls of this phone, by name. */
  calls() {
    return this.records('call').map(({ name }) => name);
  }

  /** The log entries of this phone of one kind. */
  records(kind) {
    const number = this.letter === 'a' ? 0 : 1;
    return this.tab.records.filter((record) => record.phone === number && kind in record).map((record) => record[kind]);
  }

  // --- Whole calls ---

  /** Calls the other phone, until it rings. */
  async calling(other) {
    await other.reachable();
    await this.tap();
    await this.allowAll();
    await this.state('InCall');
    await other.call('incoming');
  }

  /** Calls the other phone, until both talk. */
  async talking(other) {
    await this.calling(other);
    await other.pickUp();
    await this.call('talking');
    await other.call('talking');
  }
}
