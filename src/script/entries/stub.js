!(function (w, m) {
  var v = w.vitrina;
  if (v && (v.q || v.track)) return;
  v = w.vitrina = { q: [] };
  function s(n) {
    v[n] = function () {
      var a = arguments,
        t = +new Date(),
        p;
      function r(f) {
        v.q.push([n, a, t, f]);
      }
      if (/^([ti]|fl)/.test(n) && w.Promise) p = new Promise(r);
      else r();
      return p;
    };
  }
  for (m = m.split(' '); m[0];) s(m.pop());
})(window, 'initialize track identify forget reset consent flush on removeEventListener stop');
