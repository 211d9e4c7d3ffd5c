// A page that was opened from the disk may start no worker: what searches then runs in a frame that takes its place.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const own = new URL(url, location.href);
      const frame = document.createElement("iframe");
      frame.hidden = true;
      this.ready = new Promise((started) => {
        frame.addEventListener("load", () => {
          const inside = frame.contentWindow;
          const load = (address) =>
            new Promise((loaded, failed) => {
              const script = inside.document.createElement("script");
              script.src = new URL(address, own);
              script.onload = loaded;
              script.onerror = failed;
              inside.document.head.append(script);
            });
          inside.importScripts = (...addresses) => addresses.reduce((last, one) => last.then(() => load(one)), Promise.resolve());
          inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
          if (window.__index !== undefined) inside.__index = window.__index;
          load(own).then(() => started(inside));
        }, { once: true });
      });
      frame.srcdoc = "<!doctype html><title>search</title>";
      document.body.append(frame);
    }

    postMessage(data) {
      this.ready.then((inside) => inside.dispatchEvent(new inside.MessageEvent("message", { data })));
    }
  };
}
