(function (sim) {
  'use strict';
  sim.knownModule = function () {
    return undefined;
  };
});
