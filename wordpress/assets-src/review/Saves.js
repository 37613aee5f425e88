// The words on their way to the site: shortly after they are typed, a few images at a time, the last ones of an image last.
import { keepDecisions, weightOf } from '../shared/api';
import { problemOf } from '../shared/problem';

const KEEP_MS = 800;
const AGAIN_MS = 5000;
// An imported table changes hundreds of images at once, and a site's server has a handful of processes for everybody.
const AT_ONCE = 4;
// Of what outlives its tab a browser takes 64 KiB at a time, and fails the rest.
const OUTLIVES_BYTES = 60_000;

export class Saves {
  #problems = new Map();
  #waiting = new Map();
  #underWay = new Map();
  #outlives = 0;
  #desk = Math.random().toString(36).slice(2);
  #turn = 0;
  #say;
  #stop = () => {};
  #isClosed = false;

  // `say` hears why some words are not on the site yet, of the latest such image; null when all are.
  constructor(say) {
    this.#say = say;
  }

  // Whoever closes the tab has typed their last words, too; the browser asks before where they might not arrive.
  watch() {
    this.#stop();
    this.#isClosed = false;
    const leave = () => this.#leave();
    const ask = (event) => this.#isAtRisk() && event.preventDefault();
    window.addEventListener('pagehide', leave);
    window.addEventListener('beforeunload', ask);
    this.#stop = () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('beforeunload', ask);
    };
    return () => this.#finish();
  }

  // The desk is closed and the page stays: what waits goes now, and the tab is watched until all has arrived.
  #finish() {
    this.#isClosed = true;
    [...this.#waiting.keys()].forEach((id) => this.#save(id));
    this.#goOn();
  }

  add(id, decisions, after = KEEP_MS) {
    clearTimeout(this.#waiting.get(id)?.timer);
    this.#waiting.set(id, { decisions, timer: setTimeout(() => this.#save(id), after) });
  }

  // What is sent along with an approval need not be kept before, and must not arrive after it.
  async forget(id) {
    this.#drop(id);
    while (this.#underWay.has(id)) {
      await this.#underWay.get(id).answered;
      this.#drop(id);
    }
  }

  // Of images that no longer wait for a person nothing can be kept.
  forgetOthers(ids) {
    [...this.#problems.keys(), ...this.#waiting.keys()].filter((id) => !ids.includes(id)).forEach((id) => this.#drop(id));
  }

  #drop(id) {
    clearTimeout(this.#waiting.get(id)?.timer);
    this.#waiting.delete(id);
    this.#tell(id, null);
  }

  #tell(id, problem) {
    this.#problems.delete(id);
    if (problem) {
      this.#problems.set(id, problem);
    }
    this.#say([...this.#problems.values()].at(-1) ?? null);
  }

  #save(id) {
    const kept = this.#waiting.get(id);
    clearTimeout(kept.timer);
    const ordinary = [...this.#underWay.values()].filter(({ outlives }) => outlives === 0);
    // One at a time of an image: no server has to write the same row twice at once.
    if (this.#underWay.has(id) || ordinary.length >= AT_ONCE) {
      kept.isDue = true;
    } else {
      this.#send(id, kept.decisions);
    }
  }

  #send(id, decisions, outlives = 0) {
    clearTimeout(this.#waiting.get(id)?.timer);
    this.#waiting.delete(id);
    this.#outlives += outlives;
    const earlier = this.#underWay.get(id);
    const mine = { decisions, outlives };
    // The answer to earlier words says nothing about the last ones.
    const isLast = () => this.#underWay.get(id) === mine;
    const request = keepDecisions(id, decisions, { desk: this.#desk, turn: ++this.#turn, keepalive: outlives > 0 })
      .then(
        () => isLast() && this.#tell(id, null),
        (error) => isLast() && this.#failed(id, decisions, problemOf(error))
      )
      .then(() => {
        this.#outlives -= outlives;
      });
    mine.answered = Promise.all([request, earlier?.answered]).then(() => {
      if (isLast()) {
        this.#underWay.delete(id);
      }
      this.#goOn();
    });
    this.#underWay.set(id, mine);
  }

  #failed(id, decisions, problem) {
    this.#tell(id, problem);
    // What was typed meanwhile has its own timer.
    if (problem.passes && !this.#waiting.has(id)) {
      this.add(id, decisions, AGAIN_MS);
    }
  }

  #goOn() {
    [...this.#waiting].filter(([, { isDue }]) => isDue).forEach(([id]) => this.#save(id));
    if (this.#isClosed && this.#waiting.size + this.#underWay.size === 0) {
      this.#stop();
    }
  }

  // What a closing tab has to send: words that wait, and those whose request would end with the tab.
  #last() {
    const ending = [...this.#underWay].filter(([id, { outlives }]) => outlives === 0 && !this.#waiting.has(id));
    const all = [...this.#waiting, ...ending];
    return all.map(([id, { decisions }]) => ({ id, decisions, weight: weightOf(decisions) }));
  }

  // Also over earlier words that have no answer yet: the site tells by their turn which are the last.
  #leave() {
    this.#last().forEach(({ id, decisions, weight }) => {
      if (this.#outlives + weight <= OUTLIVES_BYTES) {
        this.#send(id, decisions, weight);
      } else if (this.#waiting.has(id)) {
        this.#save(id);
      }
    });
  }

  #isAtRisk() {
    const weight = this.#last().reduce((sum, last) => sum + last.weight, this.#outlives);
    return this.#problems.size > 0 || weight > OUTLIVES_BYTES;
  }
}
