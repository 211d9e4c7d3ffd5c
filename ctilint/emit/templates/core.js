  const LOOK_EVERY = 50;
  const ANSWER_WITHIN = 2000;
  const WORK_WITHIN = 30000;

  let running{{ ts(": Promise<void> | null") }} = null;
  let active = false;
  let turn = 0;
  let wait = 10000;
{% if asks_record %}
  let activeRecord = '';
{% endif %}
  const queues{{ ts(": Record<string, Promise<unknown>>") }} = {};
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

  /** Runs the step on a turn of its own, after what came before it of the same event; other events have their own queue. */
  function enqueue(what{{ ts(": string") }}, step{{ ts(": () => unknown") }}) {
    queues[what] = (queues[what] || Promise.resolve())
      .then(() => new Promise{{ ts("<void>") }}((resolve) => { setTimeout(resolve, 0); }))
      .then(step)
      .catch((problem) => report(what, problem));
  }

  /** Does the work of an event if the event concerns this page when its turn has come. */
  function dispatch(what{{ ts(": string") }}, asks{{ ts(": () => boolean | Promise<boolean>") }}, work{{ ts(": () => unknown") }}) {
    enqueue(what, async () => {
      if (active && await asks() && active) {
        await within(WORK_WITHIN, what, Promise.resolve(work()));
      }
    });
  }

{% if dials %}
  /** A click is the agent's own act: it is judged when it comes, and what keeps it from being dialled is said. */
  function dial{{ ts("<T extends { number?: unknown }>") }}(payload{{ ts(": T") }}, work{{ ts(": (data: T & { number: string }) => unknown") }}) {
    const number = payload ? payload.number : undefined;
    if (number === undefined || number === null || String(number).trim() === '') {
      throw new Error('no number came with the click');
    }
    if (!active) {
      throw new Error('the subscriptions are stopped: it is not dialled');
    }
    if (!isInView()) {
      throw new Error('this page was not in view when it was clicked: it is not dialled here');
    }
    const data = Object.assign({}, payload, { number: String(number) });
    enqueue('click-to-dial', () => {
      if (!active) {
        throw new Error('the subscriptions were stopped before it was dialled');
      }
      return within(WORK_WITHIN, 'click-to-dial', Promise.resolve(work(data)));
    });
  }

{% endif %}
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
