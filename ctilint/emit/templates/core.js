  const LOOK_EVERY = 50;
  const ANSWER_WITHIN = 2000;
  const WORK_WITHIN = 30000;

  let running{{ ts(": Promise<void> | null") }} = null;
  let active = false;
  let turn = 0;
  let wait = 10000;
  let activeRecord = '';
  let queue{{ ts(": Promise<unknown>") }} = Promise.resolve();
  let tell = function (what{{ ts(": string") }}, problem{{ ts(": unknown") }}) {
    console.error('[cti] ' + what, problem);
  };

  /** Names the fields that came, not what they hold: numbers and names of people do not belong in a log. */
  function log(what{{ ts(": string") }}, payload{{ ts(": unknown") }}) {
    console.info('[cti] ' + what + ': ' + Object.keys(Object(payload)).join(', '));
  }

  function report(what{{ ts(": string") }}, problem{{ ts(": unknown") }}) {
    try {
      tell(what, problem);
    } catch (failure) {
      console.error('[cti] ' + what, problem, failure);
    }
  }

  /** Does one step of stopping, so that a step that fails does not keep the others from being done. */
  function attempt(what{{ ts(": string") }}, step{{ ts(": () => void") }}) {
    try {
      step();
    } catch (problem) {
      report(what, problem);
    }
  }

  /** Runs the work on a turn of its own, after everything that came before it, if the event concerns this page. */
  function dispatch(what{{ ts(": string") }}, asks{{ ts(": () => boolean | Promise<boolean>") }}, work{{ ts(": () => unknown") }}) {
    queue = queue
      .then(() => new Promise{{ ts("<void>") }}((resolve) => { setTimeout(resolve, 0); }))
      .then(() => active && asks())
      .then((concerned) => (active && concerned ? within(WORK_WITHIN, what, Promise.resolve(work())) : undefined))
      .catch((problem) => report(what, problem));
  }

  /** Gives up waiting, so that one answer that never comes cannot hold up the events behind it. */
  function within{{ ts("<T>") }}(limit{{ ts(": number") }}, what{{ ts(": string") }}, promise{{ ts(": Promise<T>") }}){{ ts(": Promise<T>") }} {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(what + ' took longer than ' + limit / 1000 + ' s')), limit);
      promise.then(
        (value) => { clearTimeout(timer); resolve(value); },
        (problem) => { clearTimeout(timer); reject(problem); },
      );
    });
  }

  /** Looks for a library until it is there; gives false when stop() was called meanwhile, fails when it never comes. */
  function waitFor(library{{ ts(": string") }}, isThere{{ ts(": () => boolean") }}){{ ts(": Promise<boolean>") }} {
    const mine = turn;
    let left = Math.ceil(wait / LOOK_EVERY);
    return new Promise((resolve, reject) => {
      function look() {
        if (mine !== turn) {
          resolve(false);
        } else if (isThere()) {
          resolve(true);
        } else if (left <= 0) {
          reject(new Error(library + ' did not come within ' + wait / 1000 + ' s: load it before this file, '
            + 'and open the page as a softphone inside Salesforce'));
        } else {
          left -= 1;
          setTimeout(look, LOOK_EVERY);
        }
      }
      look();
    });
  }

  /** A page of its own, not framed and not started with Salesforce's parameters, is no softphone. */
  function isOutside() {
    return window.parent === window && !/sfdcIframeOrigin=|isdtp=|clc=/i.test(window.location.search);
  }

  function isInView() {
    return document.visibilityState !== 'hidden';
  }

  /** Compares record ids in their 15 and 18 character forms. */
  function isSame(one{{ ts(": unknown") }}, other{{ ts(": unknown") }}) {
    return Boolean(one) && Boolean(other) && String(one).slice(0, 15) === String(other).slice(0, 15);
  }
