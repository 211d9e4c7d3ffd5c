(function (sim) {
  'use strict';
  sim.harness = {};
});
