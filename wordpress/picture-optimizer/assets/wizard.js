/* Generated from wordpress/assets-src; make it again by `npm run build` in wordpress/. */
(() => {
  var __create = Object.create;
  var __defProp = Object.defineProperty;
  var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __getProtoOf = Object.getPrototypeOf;
  var __hasOwnProp = Object.prototype.hasOwnProperty;
  var __typeError = (msg) => {
    throw TypeError(msg);
  };
  var __esm = (fn, res) => function __init() {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  };
  var __commonJS = (cb, mod) => function __require() {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  };
  var __copyProps = (to, from, except, desc) => {
    if (from && typeof from === "object" || typeof from === "function") {
      for (let key of __getOwnPropNames(from))
        if (!__hasOwnProp.call(to, key) && key !== except)
          __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
    }
    return to;
  };
  var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
    // If the importer is in node compatibility mode or this is not an ESM
    // file that has been converted to a CommonJS file using a Babel-
    // compatible transform (i.e. "__esModule" has not been set), then set
    // "default" to the CommonJS "module.exports" for node compatibility.
    isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
    mod
  ));
  var __accessCheck = (obj, member, msg) => member.has(obj) || __typeError("Cannot " + msg);
  var __privateGet = (obj, member, getter) => (__accessCheck(obj, member, "read from private field"), getter ? getter.call(obj) : member.get(obj));
  var __privateAdd = (obj, member, value) => member.has(obj) ? __typeError("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
  var __privateSet = (obj, member, value, setter) => (__accessCheck(obj, member, "write to private field"), setter ? setter.call(obj, value) : member.set(obj, value), value);
  var __privateMethod = (obj, member, method) => (__accessCheck(obj, member, "access private method"), method);
  var __privateWrapper = (obj, member, setter, getter) => ({
    set _(value) {
      __privateSet(obj, member, value, setter);
    },
    get _() {
      return __privateGet(obj, member, getter);
    }
  });

  // wordpress:@wordpress/element
  var require_element = __commonJS({
    "wordpress:@wordpress/element"(exports, module) {
      init_jsx();
      module.exports = window.wp.element;
    }
  });

  // assets-src/jsx.js
  var import_element;
  var init_jsx = __esm({
    "assets-src/jsx.js"() {
      import_element = __toESM(require_element());
    }
  });

  // wordpress:@wordpress/components
  var require_components = __commonJS({
    "wordpress:@wordpress/components"(exports, module) {
      init_jsx();
      module.exports = window.wp.components;
    }
  });

  // wordpress:@wordpress/i18n
  var require_i18n = __commonJS({
    "wordpress:@wordpress/i18n"(exports, module) {
      init_jsx();
      module.exports = window.wp.i18n;
    }
  });

  // wordpress:@wordpress/api-fetch
  var require_api_fetch = __commonJS({
    "wordpress:@wordpress/api-fetch"(exports, module) {
      init_jsx();
      module.exports = window.wp.apiFetch;
    }
  });

  // wordpress:@wordpress/compose
  var require_compose = __commonJS({
    "wordpress:@wordpress/compose"(exports, module) {
      init_jsx();
      module.exports = window.wp.compose;
    }
  });

  // node_modules/papaparse/papaparse.min.js
  var require_papaparse_min = __commonJS({
    "node_modules/papaparse/papaparse.min.js"(exports, module) {
      init_jsx();
      ((e, t) => {
        "function" == typeof define && define.amd ? define([], t) : "object" == typeof module && "undefined" != typeof exports ? module.exports = t() : e.Papa = t();
      })(exports, function r() {
        var n = "undefined" != typeof self ? self : "undefined" != typeof window ? window : void 0 !== n ? n : {};
        var s = !n.document && !!n.postMessage, a = n.IS_PAPA_WORKER || false, o = {}, h = 0, w = {};
        function q(e) {
          return 65279 === e.charCodeAt(0) ? e.slice(1) : e;
        }
        function u(e) {
          this._handle = null, this._finished = false, this._completed = false, this._halted = false, this._input = null, this._baseIndex = 0, this._partialLine = "", this._rowCount = 0, this._start = 0, this._nextChunk = null, this.isFirstChunk = true, this._completeResults = { data: [], errors: [], meta: {} }, function(e2) {
            var t = E(e2);
            t.chunkSize = parseInt(t.chunkSize), e2.step || e2.chunk || (t.chunkSize = null);
            this._handle = new i(t), (this._handle.streamer = this)._config = t;
          }.call(this, e), this.parseChunk = function(t, e2) {
            var i2 = parseInt(this._config.skipFirstNLines) || 0;
            if (this.isFirstChunk && 0 < i2) {
              let e3 = this._config.newline;
              e3 || (r2 = this._config.quoteChar || '"', e3 = this._handle.guessLineEndings(t, r2)), t = [...t.split(e3).slice(i2)].join(e3);
            }
            this.isFirstChunk && U(this._config.beforeFirstChunk) && void 0 !== (r2 = this._config.beforeFirstChunk(t)) && (t = r2), this.isFirstChunk = false, this._halted = false;
            var i2 = this._partialLine + t, r2 = (this._partialLine = "", this._handle.parse(i2, this._baseIndex, !this._finished));
            if (!this._handle.paused() && !this._handle.aborted()) {
              t = r2.meta.cursor, i2 = (this._finished || (this._partialLine = i2.substring(t - this._baseIndex), this._baseIndex = t), r2 && r2.data && (this._rowCount += r2.data.length), this._finished || this._config.preview && this._rowCount >= this._config.preview);
              if (a) n.postMessage({ results: r2, workerId: w.WORKER_ID, finished: i2 });
              else if (U(this._config.chunk) && !e2) {
                if (this._config.chunk(r2, this._handle), this._handle.paused() || this._handle.aborted()) return void (this._halted = true);
                this._completeResults = r2 = void 0;
              }
              return this._config.step || this._config.chunk || (this._completeResults.data = this._completeResults.data.concat(r2.data), this._completeResults.errors = this._completeResults.errors.concat(r2.errors), this._completeResults.meta = r2.meta), this._completed || !i2 || !U(this._config.complete) || r2 && r2.meta.aborted || (this._config.complete(this._completeResults, this._input), this._completed = true), i2 || r2 && r2.meta.paused || this._nextChunk(), r2;
            }
            this._halted = true;
          }, this._sendError = function(e2) {
            U(this._config.error) ? this._config.error(e2) : a && this._config.error && n.postMessage({ workerId: w.WORKER_ID, error: e2, finished: false });
          };
        }
        function d(e) {
          var r2;
          (e = e || {}).chunkSize || (e.chunkSize = w.RemoteChunkSize), u.call(this, e), this._nextChunk = s ? function() {
            this._readChunk(), this._chunkLoaded();
          } : function() {
            this._readChunk();
          }, this.stream = function(e2) {
            this._input = e2, this._nextChunk();
          }, this._readChunk = function() {
            if (this._finished) this._chunkLoaded();
            else {
              if (r2 = new XMLHttpRequest(), this._config.withCredentials && (r2.withCredentials = this._config.withCredentials), s || (r2.onload = m(this._chunkLoaded, this), r2.onerror = m(this._chunkError, this)), r2.ontimeout = m(this._chunkTimeout, this), r2.open(this._config.downloadRequestBody ? "POST" : "GET", this._input, !s), this._config.downloadTimeout && !s && (r2.timeout = this._config.downloadTimeout), this._config.downloadRequestHeaders) {
                var e2, t = this._config.downloadRequestHeaders;
                for (e2 in t) r2.setRequestHeader(e2, t[e2]);
              }
              var i2;
              this._config.chunkSize && (i2 = this._start + this._config.chunkSize - 1, r2.setRequestHeader("Range", "bytes=" + this._start + "-" + i2));
              try {
                r2.send(this._config.downloadRequestBody);
              } catch (e3) {
                this._chunkError(e3.message);
              }
              s && 0 === r2.status && this._chunkError();
            }
          }, this._chunkLoaded = function() {
            4 === r2.readyState && (r2.status < 200 || 400 <= r2.status ? this._chunkError() : (this._start += this._config.chunkSize || r2.responseText.length, this._finished = !this._config.chunkSize || this._start >= ((e2) => null !== (e2 = e2.getResponseHeader("Content-Range")) ? parseInt(e2.substring(e2.lastIndexOf("/") + 1)) : -1)(r2), this.parseChunk(r2.responseText)));
          }, this._chunkError = function(e2) {
            e2 = r2.statusText || e2;
            this._sendError(new Error(e2));
          }, this._chunkTimeout = function() {
            this._chunkError("Request timed out after " + this._config.downloadTimeout + "ms");
          };
        }
        function l(e) {
          (e = e || {}).chunkSize || (e.chunkSize = w.LocalChunkSize), u.call(this, e);
          var i2, r2, n2 = "undefined" != typeof FileReader;
          this.stream = function(e2) {
            this._input = e2, r2 = e2.slice || e2.webkitSlice || e2.mozSlice, n2 ? ((i2 = new FileReader()).onload = m(this._chunkLoaded, this), i2.onerror = m(this._chunkError, this)) : i2 = new FileReaderSync(), this._nextChunk();
          }, this._nextChunk = function() {
            this._finished || this._config.preview && !(this._rowCount < this._config.preview) || this._readChunk();
          }, this._readChunk = function() {
            var e2 = this._input, t = (this._config.chunkSize && (t = Math.min(this._start + this._config.chunkSize, this._input.size), e2 = r2.call(e2, this._start, t)), i2.readAsText(e2, this._config.encoding));
            n2 || this._chunkLoaded({ target: { result: t } });
          }, this._chunkLoaded = function(e2) {
            this._start += this._config.chunkSize, this._finished = !this._config.chunkSize || this._start >= this._input.size, this.parseChunk(e2.target.result);
          }, this._chunkError = function() {
            this._sendError(i2.error);
          };
        }
        function f(e) {
          var i2;
          u.call(this, e = e || {}), this.stream = function(e2) {
            return i2 = e2, this._nextChunk();
          }, this._nextChunk = function() {
            var e2, t;
            if (!this._finished) return e2 = this._config.chunkSize, i2 = e2 ? (t = i2.substring(0, e2), i2.substring(e2)) : (t = i2, ""), this._finished = !i2, this.parseChunk(t);
          };
        }
        function c(e) {
          u.call(this, e = e || {});
          var t = [], i2 = true, r2 = false;
          this.pause = function() {
            u.prototype.pause.apply(this, arguments), this._input.pause();
          }, this.resume = function() {
            u.prototype.resume.apply(this, arguments), this._input.resume();
          }, this.stream = function(e2) {
            this._input = e2, this._input.on("data", this._streamData), this._input.on("end", this._streamEnd), this._input.on("error", this._streamError);
          }, this._checkIsFinished = function() {
            r2 && 1 === t.length && (this._finished = true);
          }, this._nextChunk = function() {
            this._checkIsFinished(), t.length ? this.parseChunk(t.shift()) : i2 = true;
          }, this._streamData = m(function(e2) {
            try {
              t.push("string" == typeof e2 ? e2 : e2.toString(this._config.encoding)), i2 && (i2 = false, this._checkIsFinished(), this.parseChunk(t.shift()));
            } catch (e3) {
              this._streamError(e3);
            }
          }, this), this._streamError = m(function(e2) {
            this._streamCleanUp(), this._sendError(e2);
          }, this), this._streamEnd = m(function() {
            this._streamCleanUp(), r2 = true, this._streamData("");
          }, this), this._streamCleanUp = m(function() {
            this._input.removeListener("data", this._streamData), this._input.removeListener("end", this._streamEnd), this._input.removeListener("error", this._streamError);
          }, this);
        }
        function i(m2) {
          var n2, s2, a2, t, o2 = Math.pow(2, 53), h2 = -o2, u2 = /^\s*-?(\d+\.?|\.\d+|\d+\.\d+)([eE][-+]?\d+)?\s*$/, d2 = /^((\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d+([+-][0-2]\d:[0-5]\d|Z))|(\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d([+-][0-2]\d:[0-5]\d|Z))|(\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d([+-][0-2]\d:[0-5]\d|Z)))$/, i2 = this, r2 = 0, l2 = 0, f2 = false, e = false, c2 = [], p2 = { data: [], errors: [], meta: {} };
          function y(e2) {
            return "greedy" === m2.skipEmptyLines ? "" === e2.join("").trim() : 1 === e2.length && 0 === e2[0].length;
          }
          function _2() {
            if (p2 && a2 && (k("Delimiter", "UndetectableDelimiter", "Unable to auto-detect delimiting character; defaulted to '" + w.DefaultDelimiter + "'"), a2 = false), m2.skipEmptyLines && (p2.data = p2.data.filter(function(e3) {
              return !y(e3);
            })), g2()) {
              let t3 = function(e3) {
                c2.push(e3);
              };
              var t2 = t3;
              if (p2) if (Array.isArray(p2.data[0])) {
                for (var e2 = 0; g2() && e2 < p2.data.length; e2++) p2.data[e2].forEach(t3);
                p2.data.splice(0, 1);
              } else p2.data.forEach(t3);
            }
            function i3(e3, t3) {
              for (var i4 = m2.header ? {} : [], r4 = 0; r4 < e3.length; r4++) {
                var n3 = r4, s3 = e3[r4], s3 = ((e4, t4) => ((e5) => (m2.dynamicTypingFunction && void 0 === m2.dynamicTyping[e5] && (m2.dynamicTyping[e5] = m2.dynamicTypingFunction(e5)), true === (m2.dynamicTyping[e5] || m2.dynamicTyping)))(e4) ? "true" === t4 || "TRUE" === t4 || "false" !== t4 && "FALSE" !== t4 && (((e5) => {
                  if (u2.test(e5)) {
                    e5 = parseFloat(e5);
                    if (h2 < e5 && e5 < o2) return 1;
                  }
                })(t4) ? parseFloat(t4) : d2.test(t4) ? new Date(t4) : "" === t4 ? null : t4) : t4)(n3 = m2.header ? r4 >= c2.length ? "__parsed_extra" : c2[r4] : n3, s3 = m2.transform ? m2.transform(s3, n3) : s3);
                "__parsed_extra" === n3 ? (i4[n3] = i4[n3] || [], i4[n3].push(s3)) : i4[n3] = s3;
              }
              return m2.header && (r4 > c2.length ? k("FieldMismatch", "TooManyFields", "Too many fields: expected " + c2.length + " fields but parsed " + r4, l2 + t3) : r4 < c2.length && k("FieldMismatch", "TooFewFields", "Too few fields: expected " + c2.length + " fields but parsed " + r4, l2 + t3)), i4;
            }
            var r3;
            p2 && (m2.header || m2.dynamicTyping || m2.transform) && (r3 = 1, !p2.data.length || Array.isArray(p2.data[0]) ? (p2.data = p2.data.map(i3), r3 = p2.data.length) : p2.data = i3(p2.data, 0), m2.header && p2.meta && (p2.meta.fields = c2), l2 += r3);
          }
          function g2() {
            return m2.header && 0 === c2.length;
          }
          function k(e2, t2, i3, r3) {
            e2 = { type: e2, code: t2, message: i3 };
            void 0 !== r3 && (e2.row = r3), p2.errors.push(e2);
          }
          U(m2.step) && (t = m2.step, m2.step = function(e2) {
            p2 = e2, g2() ? _2() : (_2(), 0 !== p2.data.length && (r2 += e2.data.length, m2.preview && r2 > m2.preview ? s2.abort() : (p2.data = p2.data[0], t(p2, i2))));
          }), this.parse = function(e2, t2, i3) {
            var r3 = m2.quoteChar || '"', r3 = (m2.newline || (m2.newline = this.guessLineEndings(e2, r3)), a2 = false, m2.delimiter ? U(m2.delimiter) && (m2.delimiter = m2.delimiter(e2), p2.meta.delimiter = m2.delimiter) : ((r3 = ((e3, t3, i4, r4, n3) => {
              var s3, a3, o3, h3;
              n3 = n3 || [",", "	", "|", ";", w.RECORD_SEP, w.UNIT_SEP];
              for (var u3 = 0; u3 < n3.length; u3++) {
                for (var d3, l3 = n3[u3], f3 = 0, c3 = 0, p3 = 0, _3 = (o3 = void 0, new b({ comments: r4, delimiter: l3, newline: t3, preview: 10 }).parse(e3)), g3 = 0; g3 < _3.data.length; g3++) i4 && y(_3.data[g3]) ? p3++ : (d3 = _3.data[g3].length, c3 += d3, void 0 === o3 ? o3 = d3 : 0 < d3 && (f3 += Math.abs(d3 - o3), o3 = d3));
                0 < _3.data.length && (c3 /= _3.data.length - p3), 1.99 < c3 && (void 0 === a3 || f3 < a3 || f3 === a3 && h3 < c3) && (a3 = f3, s3 = l3, h3 = c3);
              }
              return { successful: !!(m2.delimiter = s3), bestDelimiter: s3 };
            })(e2, m2.newline, m2.skipEmptyLines, m2.comments, m2.delimitersToGuess)).successful ? m2.delimiter = r3.bestDelimiter : (a2 = true, m2.delimiter = w.DefaultDelimiter), p2.meta.delimiter = m2.delimiter), E(m2));
            return r3.header = g2(), m2.preview && m2.header && r3.preview++, n2 = e2, s2 = new b(r3), p2 = s2.parse(n2, t2, i3), _2(), f2 ? { meta: { paused: true } } : p2 || { meta: { paused: false } };
          }, this.paused = function() {
            return f2;
          }, this.pause = function() {
            f2 = true, s2.abort(), n2 = U(m2.chunk) ? "" : n2.substring(s2.getCharIndex());
          }, this.resume = function() {
            i2.streamer._halted ? (f2 = false, i2.streamer.parseChunk(n2, true)) : setTimeout(i2.resume, 3);
          }, this.aborted = function() {
            return e;
          }, this.abort = function() {
            e = true, s2.abort(), p2.meta.aborted = true, U(m2.complete) && m2.complete(p2), n2 = "";
          }, this.guessLineEndings = function(e2, t2) {
            e2 = e2.substring(0, 1048576);
            var t2 = new RegExp(P(t2) + "([^]*?)" + P(t2), "gm"), i3 = (e2 = e2.replace(t2, "")).split("\r"), t2 = e2.split("\n"), e2 = 1 < t2.length && t2[0].length < i3[0].length;
            if (1 === i3.length || e2) return "\n";
            for (var r3 = 0, n3 = 0; n3 < i3.length; n3++) "\n" === i3[n3][0] && r3++;
            return r3 >= i3.length / 2 ? "\r\n" : "\r";
          };
        }
        function P(e) {
          return e.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        }
        function b(C) {
          var S = (C = C || {}).delimiter, O = C.newline, x = C.comments, T = C.step, I = C.preview, A = C.fastMode, D = null, L = false, F = null == C.quoteChar ? '"' : C.quoteChar, z = F;
          if (void 0 !== C.escapeChar && (z = C.escapeChar), ("string" != typeof S || -1 < w.BAD_DELIMITERS.indexOf(S)) && (S = ","), x === S) throw new Error("Comment character same as delimiter");
          true === x ? x = "#" : ("string" != typeof x || -1 < w.BAD_DELIMITERS.indexOf(x)) && (x = false), "\n" !== O && "\r" !== O && "\r\n" !== O && (O = "\n");
          var M = 0, j = false;
          this.parse = function(i2, t, r2) {
            if ("string" != typeof i2) throw new Error("Input must be a string");
            var n2 = i2.length, e = S.length, s2 = O.length, a2 = x.length, o2 = U(T), h2 = [], u2 = [], d2 = [], l2 = M = 0;
            if (!i2) return v();
            if (A || false !== A && -1 === i2.indexOf(F)) {
              for (var f2 = i2.split(O), c2 = 0; c2 < f2.length; c2++) {
                if (d2 = f2[c2], M += d2.length, c2 !== f2.length - 1) M += O.length;
                else if (r2) return v();
                if (!x || d2.substring(0, a2) !== x) {
                  if (o2) {
                    if (h2 = [], k(d2.split(S)), R(), j) return v();
                  } else k(d2.split(S));
                  if (I && I <= c2) return h2 = h2.slice(0, I), v(true);
                }
              }
              return v();
            }
            for (var p2 = i2.indexOf(S, M), _2 = i2.indexOf(O, M), g2 = new RegExp(P(z) + P(F), "g"), m2 = i2.indexOf(F, M); ; ) if (i2[M] === F) for (m2 = M, M++; ; ) {
              if (-1 === (m2 = i2.indexOf(F, m2 + 1))) return r2 || u2.push({ type: "Quotes", code: "MissingQuotes", message: "Quoted field unterminated", row: h2.length, index: M }), b2();
              if (m2 === n2 - 1) return b2(i2.substring(M, m2).replace(g2, F));
              if (F === z && i2[m2 + 1] === z) m2++;
              else if (F === z || 0 === m2 || i2[m2 - 1] !== z) {
                -1 !== p2 && p2 < m2 + 1 && (p2 = i2.indexOf(S, m2 + 1));
                var y = w2(-1 === (_2 = -1 !== _2 && _2 < m2 + 1 ? i2.indexOf(O, m2 + 1) : _2) ? p2 : Math.min(p2, _2));
                if (i2.substr(m2 + 1 + y, e) === S) {
                  d2.push(i2.substring(M, m2).replace(g2, F)), i2[M = m2 + 1 + y + e] !== F && (m2 = i2.indexOf(F, M)), -1 !== p2 && p2 < M && (p2 = i2.indexOf(S, M)), -1 !== _2 && _2 < M && (_2 = i2.indexOf(O, M));
                  break;
                }
                y = w2(_2);
                if (i2.substring(m2 + 1 + y, m2 + 1 + y + s2) === O) {
                  if (d2.push(i2.substring(M, m2).replace(g2, F)), E2(m2 + 1 + y + s2), -1 !== p2 && p2 < M && (p2 = i2.indexOf(S, M)), m2 = i2.indexOf(F, M), o2 && (R(), j)) return v();
                  if (I && h2.length >= I) return v(true);
                  break;
                }
                u2.push({ type: "Quotes", code: "InvalidQuotes", message: "Trailing quote on quoted field is malformed", row: h2.length, index: M }), m2++;
              }
            }
            else if (x && 0 === d2.length && i2.substring(M, M + a2) === x) {
              if (-1 === _2) return v();
              M = _2 + s2, _2 = i2.indexOf(O, M), -1 !== p2 && p2 < M && (p2 = i2.indexOf(S, M));
            } else if (-1 !== p2 && (p2 < _2 || -1 === _2)) d2.push(i2.substring(M, p2)), M = p2 + e, p2 = i2.indexOf(S, M);
            else {
              if (-1 === _2) break;
              if (d2.push(i2.substring(M, _2)), E2(_2 + s2), o2 && (R(), j)) return v();
              if (I && h2.length >= I) return v(true);
            }
            return b2();
            function k(e2) {
              h2.push(e2), l2 = M;
            }
            function w2(e2) {
              var t2 = 0;
              return t2 = -1 !== e2 && (e2 = i2.substring(m2 + 1, e2)) && "" === e2.trim() ? e2.length : t2;
            }
            function b2(e2) {
              return r2 || (void 0 === e2 && (e2 = i2.substring(M)), d2.push(e2), M = n2, k(d2), o2 && R()), v();
            }
            function E2(e2) {
              M = e2, k(d2), d2 = [], _2 = i2.indexOf(O, M);
            }
            function v(e2) {
              if (C.header && !t && h2.length && !L) {
                var s3 = h2[0], a3 = /* @__PURE__ */ Object.create(null), o3 = new Set(s3);
                let n3 = false;
                for (let r3 = 0; r3 < s3.length; r3++) {
                  let i3 = q(s3[r3]);
                  if (a3[i3 = U(C.transformHeader) ? C.transformHeader(i3, r3) : i3]) {
                    let e3, t2 = a3[i3];
                    for (; e3 = i3 + "_" + t2, t2++, o3.has(e3); ) ;
                    o3.add(e3), s3[r3] = e3, a3[i3]++, n3 = true, (D = null === D ? {} : D)[e3] = i3;
                  } else a3[i3] = 1, s3[r3] = i3;
                  o3.add(i3);
                }
                n3 && console.warn("Duplicate headers found and renamed."), L = true;
              }
              return { data: h2, errors: u2, meta: { delimiter: S, linebreak: O, aborted: j, truncated: !!e2, cursor: l2 + (t || 0), renamedHeaders: D } };
            }
            function R() {
              T(v()), h2 = [], u2 = [];
            }
          }, this.abort = function() {
            j = true;
          }, this.getCharIndex = function() {
            return M;
          };
        }
        function p(e) {
          var t = e.data, i2 = o[t.workerId], r2 = false;
          if (t.error) i2.userError(t.error, t.file);
          else if (t.results && t.results.data) {
            var n2 = { abort: function() {
              r2 = true, _(t.workerId, { data: [], errors: [], meta: { aborted: true } });
            }, pause: g, resume: g };
            if (U(i2.userStep)) {
              for (var s2 = 0; s2 < t.results.data.length && (i2.userStep({ data: t.results.data[s2], errors: t.results.errors, meta: t.results.meta }, n2), !r2); s2++) ;
              delete t.results;
            } else U(i2.userChunk) && (i2.userChunk(t.results, n2, t.file), delete t.results);
          }
          t.finished && !r2 && _(t.workerId, t.results);
        }
        function _(e, t) {
          var i2 = o[e];
          U(i2.userComplete) && i2.userComplete(t), i2.terminate(), delete o[e];
        }
        function g() {
          throw new Error("Not implemented.");
        }
        function E(e) {
          if ("object" != typeof e || null === e) return e;
          var t, i2 = Array.isArray(e) ? [] : {};
          for (t in e) i2[t] = E(e[t]);
          return i2;
        }
        function m(e, t) {
          return function() {
            e.apply(t, arguments);
          };
        }
        function U(e) {
          return "function" == typeof e;
        }
        return w.parse = function(e, t) {
          var i2 = (t = t || {}).dynamicTyping || false;
          U(i2) && (t.dynamicTypingFunction = i2, i2 = {});
          if (t.dynamicTyping = i2, t.transform = !!U(t.transform) && t.transform, void 0 !== t.downloadTimeout) {
            var i2 = parseInt(t.downloadTimeout);
            if (isNaN(i2)) throw new Error("Config downloadTimeout value (" + t.downloadTimeout + ") not parsable by parseInt(val).");
            t.downloadTimeout = i2;
          }
          if (!t.worker || !w.WORKERS_SUPPORTED) return i2 = null, w.NODE_STREAM_INPUT, "string" == typeof e ? (e = q(e), i2 = new (t.download ? d : f)(t)) : true === e.readable && U(e.read) && U(e.on) ? i2 = new c(t) : (n.File && e instanceof File || e instanceof Object) && (i2 = new l(t)), i2.stream(e);
          (i2 = (() => {
            var e2;
            return !!w.WORKERS_SUPPORTED && (e2 = (() => {
              var e3 = n.URL || n.webkitURL || null, t2 = r.toString();
              return w.BLOB_URL || (w.BLOB_URL = e3.createObjectURL(new Blob(["var global = (function() { if (typeof self !== 'undefined') { return self; } if (typeof window !== 'undefined') { return window; } if (typeof global !== 'undefined') { return global; } return {}; })(); global.IS_PAPA_WORKER=true; ", "(", t2, ")();"], { type: "text/javascript" })));
            })(), (e2 = new n.Worker(e2)).onmessage = p, e2.id = h++, o[e2.id] = e2);
          })()).userStep = t.step, i2.userChunk = t.chunk, i2.userComplete = t.complete, i2.userError = t.error, t.step = U(t.step), t.chunk = U(t.chunk), t.complete = U(t.complete), t.error = U(t.error), delete t.worker, i2.postMessage({ input: e, config: t, workerId: i2.id });
        }, w.unparse = function(e, t) {
          var s2 = false, g2 = true, m2 = ",", y = "\r\n", a2 = '"', o2 = a2 + a2, i2 = false, r2 = null, h2 = false, u2 = ((() => {
            if ("object" == typeof t) {
              if ("string" != typeof t.delimiter || w.BAD_DELIMITERS.filter(function(e2) {
                return -1 !== t.delimiter.indexOf(e2);
              }).length || (m2 = t.delimiter), "boolean" != typeof t.quotes && "function" != typeof t.quotes && !Array.isArray(t.quotes) || (s2 = t.quotes), "boolean" != typeof t.skipEmptyLines && "string" != typeof t.skipEmptyLines || (i2 = t.skipEmptyLines), "string" == typeof t.newline && (y = t.newline), "string" == typeof t.quoteChar && (a2 = t.quoteChar, o2 = a2 + a2), "boolean" == typeof t.header && (g2 = t.header), Array.isArray(t.columns)) {
                if (0 === t.columns.length) throw new Error("Option columns is empty");
                r2 = t.columns;
              }
              void 0 !== t.escapeChar && (o2 = t.escapeChar + a2), t.escapeFormulae instanceof RegExp ? h2 = t.escapeFormulae : "boolean" == typeof t.escapeFormulae && t.escapeFormulae && (h2 = /^[=+\-@\t\r].*$/);
            }
          })(), new RegExp(P(a2), "g"));
          "string" == typeof e && (e = JSON.parse(e));
          if (Array.isArray(e)) {
            if (!e.length) return n2(r2, e, i2);
            if (Array.isArray(e[0])) return n2(null, e, i2);
            if ("object" == typeof e[0]) return n2(r2 || Object.keys(e[0]), e, i2);
          } else if ("object" == typeof e) return "string" == typeof e.data && (e.data = JSON.parse(e.data)), Array.isArray(e.data) && (e.fields || (e.fields = e.meta && e.meta.fields || r2), e.fields || (e.fields = Array.isArray(e.data[0]) ? e.fields : "object" == typeof e.data[0] ? Object.keys(e.data[0]) : []), Array.isArray(e.data[0]) || "object" == typeof e.data[0] || (e.data = [e.data])), n2(e.fields || [], e.data || [], i2);
          throw new Error("Unable to serialize unrecognized input");
          function n2(e2, t2, i3) {
            var r3 = "", n3 = ("string" == typeof e2 && (e2 = JSON.parse(e2)), "string" == typeof t2 && (t2 = JSON.parse(t2)), Array.isArray(e2) && 0 < e2.length), s3 = !Array.isArray(t2[0]);
            if (n3 && g2) {
              for (var a3 = 0; a3 < e2.length; a3++) 0 < a3 && (r3 += m2), r3 += k(e2[a3], a3);
              0 < t2.length && (r3 += y);
            }
            for (var o3 = 0; o3 < t2.length; o3++) {
              var h3 = (n3 ? e2 : t2[o3]).length, u3 = false, d2 = n3 ? 0 === Object.keys(t2[o3]).length : 0 === t2[o3].length;
              if (i3 && !n3 && (u3 = "greedy" === i3 ? "" === t2[o3].join("").trim() : 1 === t2[o3].length && (null == t2[o3][0] || 0 === t2[o3][0].length)), "greedy" === i3 && n3) {
                for (var l2 = [], f2 = 0; f2 < h3; f2++) {
                  var c2 = s3 ? e2[f2] : f2;
                  l2.push(t2[o3][c2]);
                }
                u3 = "" === l2.join("").trim();
              }
              if (!u3) {
                for (var p2 = 0; p2 < h3; p2++) {
                  0 < p2 && !d2 && (r3 += m2);
                  var _2 = n3 && s3 ? e2[p2] : p2;
                  r3 += k(t2[o3][_2], p2);
                }
                o3 < t2.length - 1 && (!i3 || 0 < h3 && !d2) && (r3 += y);
              }
            }
            return r3;
          }
          function k(e2, t2) {
            var i3, r3, n3;
            return null == e2 ? "" : e2.constructor === Date ? isNaN(e2.getTime()) ? "" : e2.toISOString() : (n3 = false, i3 = e2.toString(), h2 && "number" != typeof e2 && "bigint" != typeof e2 && "boolean" != typeof e2 && h2.test(i3) && (e2 = i3 = "'" + i3, n3 = true), r3 = i3.replace(u2, o2), (n3 = n3 || true === s2 || "function" == typeof s2 && s2(e2, t2) || Array.isArray(s2) && s2[t2] || ((e3, t3) => {
              for (var i4 = 0; i4 < t3.length; i4++) if (-1 < e3.indexOf(t3[i4])) return true;
              return false;
            })(r3, w.BAD_DELIMITERS) || -1 < r3.indexOf(m2) || -1 < i3.indexOf(a2) || " " === r3.charAt(0) || " " === r3.charAt(r3.length - 1)) ? a2 + r3 + a2 : r3);
          }
        }, w.RECORD_SEP = String.fromCharCode(30), w.UNIT_SEP = String.fromCharCode(31), w.BYTE_ORDER_MARK = "\uFEFF", w.BAD_DELIMITERS = ["\r", "\n", '"', w.BYTE_ORDER_MARK], w.WORKERS_SUPPORTED = !s && !!n.Worker, w.NODE_STREAM_INPUT = 1, w.LocalChunkSize = 10485760, w.RemoteChunkSize = 5242880, w.DefaultDelimiter = ",", w.Parser = b, w.ParserHandle = i, w.NetworkStreamer = d, w.FileStreamer = l, w.StringStreamer = f, w.ReadableStreamStreamer = c, a && (n.onmessage = function(e) {
          e = e.data;
          void 0 === w.WORKER_ID && e && (w.WORKER_ID = e.workerId);
          "string" == typeof e.input ? n.postMessage({ workerId: w.WORKER_ID, results: w.parse(e.input, e.config), finished: true }) : (n.File && e.input instanceof File || e.input instanceof Object) && (e = w.parse(e.input, e.config)) && n.postMessage({ workerId: w.WORKER_ID, results: e, finished: true });
        }), (d.prototype = Object.create(u.prototype)).constructor = d, (l.prototype = Object.create(u.prototype)).constructor = l, (f.prototype = Object.create(f.prototype)).constructor = f, (c.prototype = Object.create(u.prototype)).constructor = c, w;
      });
    }
  });

  // assets-src/wizard/index.jsx
  init_jsx();

  // assets-src/library/library.jsx
  init_jsx();
  var import_element36 = __toESM(require_element());

  // assets-src/bulk/FilterForm.jsx
  init_jsx();
  var import_components3 = __toESM(require_components());
  var import_element5 = __toESM(require_element());
  var import_i18n5 = __toESM(require_i18n());

  // assets-src/shared/api.js
  init_jsx();
  var import_api_fetch = __toESM(require_api_fetch());

  // assets-src/shared/polling.js
  init_jsx();

  // assets-src/shared/problem.js
  init_jsx();
  var import_i18n = __toESM(require_i18n());
  var NO_ANSWER = ["fetch_error", "offline_error"];
  var ANOTHER_ANSWERED = "invalid_json";
  var LOGGED_OUT = ["rest_cookie_invalid_nonce", "rest_not_logged_in"];
  var FINAL = [401, 403, 404, 410];
  function problemOf(error) {
    const status2 = error?.data?.status ?? 0;
    if (NO_ANSWER.includes(error?.code)) {
      return weather("unreachable", unreachable());
    }
    if (error?.code === ANOTHER_ANSWERED) {
      return { ...weather("unreachable", anotherAnswered()), detail: whomToAsk() };
    }
    if (LOGGED_OUT.includes(error?.code)) {
      return weather("logged_out", loggedOut());
    }
    return {
      code: error?.code ?? "unknown",
      message: error?.message || (0, import_i18n.__)("Something went wrong. Nothing was changed.", "picture-optimizer"),
      requestId: error?.data?.request_id ?? "",
      detail: error?.data?.detail ?? "",
      isFinal: FINAL.includes(status2),
      passes: Boolean(error?.data?.retryable)
    };
  }
  var weather = (code, message) => ({ code, message, requestId: "", detail: "", isFinal: false, passes: true });
  var loggedOut = () => (0, import_i18n.__)(
    "You’ve been logged out. Log in again in another tab, and this page continues. Nothing is lost: jobs that were started continue without it.",
    "picture-optimizer"
  );
  var anotherAnswered = () => (0, import_i18n.__)(
    "Something else answered in place of WordPress: an error page, or a firewall. Nothing is lost: jobs that were started continue without this page.",
    "picture-optimizer"
  );
  var whomToAsk = () => (0, import_i18n.__)("If this keeps happening, allow requests to /wp-json/picture-optimizer/ in your security plugin, or ask your host to allow them.", "picture-optimizer");
  var unreachable = () => (0, import_i18n.__)(
    "Your site can’t be reached right now. Nothing is lost: jobs that were started continue without this page.",
    "picture-optimizer"
  );

  // assets-src/shared/polling.js
  var PAUSE_MS = 1500;
  var LONGEST_MS = 3e4;
  var rest = (milliseconds = PAUSE_MS) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  var backOff = (pause, failures) => Math.min(LONGEST_MS, pause * 2 ** failures);
  async function follow(ask2, { pause = PAUSE_MS, say: say3, loop }) {
    let failures = 0;
    let last = null;
    while (loop.isWanted) {
      const { goesOn, problem } = await ask2().then(
        (answer) => ({ goesOn: answer, problem: null }),
        (error) => ({ goesOn: true, problem: problemOf(error) })
      );
      if (!loop.isWanted) {
        return last;
      }
      failures = problem === null ? 0 : failures + 1;
      last = problem;
      say3(problem);
      if (!goesOn || problem?.isFinal) {
        return last;
      }
      await sleep(backOff(pause, failures), loop);
    }
    return last;
  }
  function sleep(milliseconds, loop) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      loop.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  // assets-src/shared/unfinished.js
  init_jsx();
  var works = /* @__PURE__ */ new Set();
  var ask = (event) => event.preventDefault();
  async function finish(work2) {
    works.add(work2);
    window.addEventListener("beforeunload", ask);
    try {
      return await work2;
    } finally {
      works.delete(work2);
      if (works.size === 0) {
        window.removeEventListener("beforeunload", ask);
      }
    }
  }
  function onceFinished(then) {
    if (works.size === 0) {
      then();
    } else {
      Promise.allSettled([...works]).then(() => onceFinished(then));
    }
  }

  // assets-src/shared/api.js
  var at = (path) => `/picture-optimizer/v1${path}`;
  var post = (path, data = {}) => (0, import_api_fetch.default)({ path: at(path), method: "POST", data });
  async function makePlan(request, onProgress, isWanted, begun = null) {
    let plan = begun ?? await post("/plans", request);
    onProgress(plan);
    while (!plan.complete && isWanted()) {
      const before = plan.looked_at;
      plan = await post(`/plans/${plan.job}/advance`);
      onProgress(plan);
      if (!plan.complete && plan.looked_at === before) {
        await rest();
      }
    }
  }
  var confirmPlan = (plan) => post(`/plans/${plan.job}/confirm`, { quote_id: plan.quote_id });
  var progressOf = (job) => (0, import_api_fetch.default)({ path: at(`/jobs/${job}`) });
  async function resultsOf(job) {
    const all = { items: [], credits_used: 0 };
    for (let after = 0; ; ) {
      const page = await (0, import_api_fetch.default)({ path: at(`/jobs/${job}/items?after=${after}`) });
      all.items.push(...page.items);
      all.credits_used = page.credits_used;
      if (page.items.length === 0) {
        return all;
      }
      after = page.items.at(-1).id;
    }
  }
  var control = (job, action) => post(`/jobs/${job}/${action}`);
  var tick = (job) => post("/tick", { id: job });
  var REVERTS = 20;
  var revert = (ids, onDone = () => {
  }) => finish(revertAll(ids, onDone));
  async function revertAll(ids, onDone) {
    const items = [];
    for (let first = 0; first < ids.length; first += REVERTS) {
      const part = await post("/revert", { ids: ids.slice(first, first + REVERTS) });
      items.push(...part.items);
      onDone([...items]);
    }
    return { items };
  }
  var previewOf = (id, settings) => post("/previews", { ids: [id], settings });
  async function usageOf(job, onCount, isWanted) {
    const numbers = ["looked_at", "used", "places", "elsewhere", "mails", "untouchable", "empty_alts", "old_alts", "more_posts"];
    const sum = Object.fromEntries(numbers.map((name) => [name, 0]));
    const posts = /* @__PURE__ */ new Map();
    for (let after = 0; after !== null && isWanted(); ) {
      const part = await (0, import_api_fetch.default)({ path: at(`/plans/${job}/usage?after=${after}`) });
      numbers.forEach((name) => {
        sum[name] += part[name];
      });
      part.posts.forEach((page) => posts.set(page.id, { ...page, places: page.places + (posts.get(page.id)?.places ?? 0) }));
      after = part.next;
      onCount({ ...sum, posts: [...posts.values()], complete: after === null });
    }
  }
  var capabilitiesOf = () => (0, import_api_fetch.default)({ path: at("/capabilities") });
  var accountOf = () => (0, import_api_fetch.default)({ path: at("/account") });
  async function textsInReview(job, since, onPage) {
    let now = null;
    for (let after = 0; ; ) {
      const page = await (0, import_api_fetch.default)({ path: at(`/jobs/${job}/review?after=${after}&since=${since}`) });
      now ?? (now = page.now);
      if (!onPage(page) || page.items.length === 0) {
        return { ...page, now };
      }
      after = page.items.at(-1).id;
    }
  }
  async function allInReview(job) {
    const items = [];
    await textsInReview(job, 0, (page) => items.push(...page.items) >= 0);
    return items;
  }
  var isInReview = async (job, id) => (await (0, import_api_fetch.default)({ path: at(`/jobs/${job}/review?after=${id - 1}`) })).items.some((item) => item.id === id);
  var keepDecisions = (item, decisions, { desk, turn, keepalive }) => (0, import_api_fetch.default)({ path: at(`/items/${item}/decisions`), method: "POST", data: { decisions, desk, turn }, keepalive });
  var weightOf = (decisions) => new Blob([JSON.stringify({ decisions })]).size;
  var acceptText = (item, decisions) => post(`/items/${item}/accept`, { decisions });
  var acceptTexts = (job, texts) => post(`/jobs/${job}/accept`, { texts });
  var regenerate = (item, wish) => post(`/items/${item}/regenerate`, { wish });
  var factsOf = (image) => (0, import_api_fetch.default)({ path: at(`/pictures/${image}/facts`) });
  var originalOf = (image) => (0, import_api_fetch.default)({ path: at(`/pictures/${image}/original`) });
  var placesOf = (image) => (0, import_api_fetch.default)({ path: at(`/pictures/${image}/places`) });
  var beginConnecting = (service) => post("/connection", { service_url: service.replace(/^https:/i, "") });
  var connectionProgress = () => (0, import_api_fetch.default)({ path: at("/connection") });
  var cancelConnecting = () => (0, import_api_fetch.default)({ path: at("/connection"), method: "DELETE" });
  var saveAltText = (id, alt) => (0, import_api_fetch.default)({ path: `/wp/v2/media/${id}`, method: "POST", data: { alt_text: alt } });
  var summaryOf = (filter) => post("/selection", { filter });
  var keepViews = (views) => post("/views", { views });
  var advanceAudit = () => post("/audit/advance");
  var undoStep = (image, step) => post(`/pictures/${image}/events/${step}/undo`);
  var restoreText = (id, field) => post(`/pictures/${id}/texts/revert`, { field });

  // assets-src/shared/format.js
  init_jsx();
  var import_i18n2 = __toESM(require_i18n());
  var UNITS = ["B", "KB", "MB", "GB"];
  var units = () => window.pictureOptimizer?.units ?? UNITS;
  var isolated = (text) => (0, import_i18n2.isRTL)() ? `⁨${text}⁩` : text;
  var formatName = (mime) => mime.replace("image/", "").toUpperCase().replace("WEBP", "WebP");
  var locale = () => languageOf(document.documentElement.lang);
  function languageOf(name) {
    try {
      return name === "" ? void 0 : Intl.getCanonicalLocales(name)[0];
    } catch {
      return languageOf(name.split("-").slice(0, -1).join("-"));
    }
  }
  var number = (count2) => count2.toLocaleString(locale());
  var counted = (text, ...values) => (0, import_i18n2.sprintf)(
    text.replace(/%(\d+\$)?d/g, "%$1s"),
    ...values.map((value) => typeof value === "number" ? number(value) : value)
  );
  function bytes(count2) {
    let unit = 0;
    let size = count2;
    while (size >= 1024 && unit < UNITS.length - 1) {
      size /= 1024;
      unit += 1;
    }
    return isolated(`${size.toLocaleString(locale(), { maximumFractionDigits: unit === 0 ? 0 : 1 })} ${units()[unit]}`);
  }
  function percent(share2) {
    const whole = Math.round(100 * share2);
    const honest = share2 > 0 && share2 < 1 ? Math.min(99, Math.max(1, whole)) : whole;
    return (honest / 100).toLocaleString(locale(), { style: "percent" });
  }
  var change = (before, after) => isolated(changeOf(before, after));
  function changeOf(before, after) {
    if (before <= 0) {
      return bytes(after);
    }
    if (after === before) {
      return (0, import_i18n2.sprintf)((0, import_i18n2.__)("%s, no smaller version found", "picture-optimizer"), bytes(before));
    }
    if (after > before) {
      return (0, import_i18n2.sprintf)((0, import_i18n2.__)("%1$s → %2$s (%3$s larger)", "picture-optimizer"), bytes(before), bytes(after), bytes(after - before));
    }
    return (0, import_i18n2.sprintf)(
      /* translators: 1: size before, 2: size after, 3: percentage */
      (0, import_i18n2.__)("%1$s → %2$s (%3$s smaller)", "picture-optimizer"),
      bytes(before),
      bytes(after),
      percent(1 - after / before)
    );
  }
  var quoted = (text) => (
    /* translators: %s: a text that is quoted; use your language's quotation marks */
    (0, import_i18n2.sprintf)((0, import_i18n2.__)("“%s”", "picture-optimizer"), text)
  );
  function date(seconds) {
    const { timeZone = "" } = window.pictureOptimizer ?? {};
    const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(timeZone) ?? [];
    if (!sign) {
      return at2(seconds, timeZone || void 0) ?? at2(seconds);
    }
    const ahead = 3600 * hours + 60 * minutes;
    return at2(seconds + (sign === "+" ? ahead : -ahead), "UTC");
  }
  function at2(seconds, timeZone) {
    try {
      return new Date(1e3 * seconds).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short", timeZone });
    } catch {
      return null;
    }
  }
  function duration(seconds) {
    if (seconds < 60) {
      return (0, import_i18n2.__)("a minute", "picture-optimizer");
    }
    const minutes = Math.round(seconds / 60);
    if (minutes < 90) {
      return (0, import_i18n2.sprintf)((0, import_i18n2._n)("%d minute", "%d minutes", minutes, "picture-optimizer"), minutes);
    }
    const hours = Math.round(minutes / 60);
    return (0, import_i18n2.sprintf)((0, import_i18n2._n)("%d hour", "%d hours", hours, "picture-optimizer"), hours);
  }

  // assets-src/shared/persist.js
  init_jsx();
  async function persist(work2, { say: say3, loop }) {
    let isDone = false;
    let refusal2 = null;
    const attempt = async () => {
      try {
        await work2();
        isDone = true;
      } catch (error) {
        if (problemOf(error).passes) {
          throw error;
        }
        refusal2 = error;
      }
      return false;
    };
    const wake = () => loop.wake?.();
    window.addEventListener("online", wake);
    await follow(attempt, { say: say3, loop });
    window.removeEventListener("online", wake);
    if (refusal2) {
      throw refusal2;
    }
    return isDone;
  }

  // assets-src/shared/ProblemNotice.jsx
  init_jsx();
  var import_components = __toESM(require_components());
  var import_compose = __toESM(require_compose());
  var import_element2 = __toESM(require_element());
  var import_i18n3 = __toESM(require_i18n());
  var OF_THE_CONNECTION = ["invalid_key", "key_inactive", "not_connected"];
  function ProblemNotice({ problem, onRetry }) {
    return /* @__PURE__ */ (0, import_element.createElement)("div", { role: "alert" }, problem && /* @__PURE__ */ (0, import_element.createElement)(import_components.Notice, { status: "error", isDismissible: false, politeness: "assertive", spokenMessage: null }, problem.message, OF_THE_CONNECTION.includes(problem.code) && /* @__PURE__ */ (0, import_element.createElement)(SettingsLink, null), onRetry && !problem.isFinal && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, " ", /* @__PURE__ */ (0, import_element.createElement)(import_components.Button, { variant: "link", onClick: onRetry }, (0, import_i18n3.__)("Retry now", "picture-optimizer"))), problem.requestId && /* @__PURE__ */ (0, import_element.createElement)(RequestId, { id: problem.requestId }), problem.detail && /* @__PURE__ */ (0, import_element.createElement)(Details, { text: problem.detail })));
  }
  function SettingsLink() {
    const { settingsUrl } = window.pictureOptimizer;
    return settingsUrl ? /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, " ", /* @__PURE__ */ (0, import_element.createElement)("a", { href: settingsUrl }, (0, import_i18n3.__)("Settings", "picture-optimizer"))) : null;
  }
  function Details({ text }) {
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-technical" }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n3.__)("Technical details", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("code", null, text));
  }
  function RequestId({ id }) {
    const [copied, setCopied] = (0, import_element2.useState)(false);
    const ref = (0, import_compose.useCopyToClipboard)(id, () => setCopied(true));
    return /* @__PURE__ */ (0, import_element.createElement)("small", { className: "picopt-request-id" }, (0, import_i18n3.__)("Request ID:", "picture-optimizer"), " ", /* @__PURE__ */ (0, import_element.createElement)("code", null, id), " ", /* @__PURE__ */ (0, import_element.createElement)(import_components.Button, { variant: "link", size: "small", ref, "aria-label": (0, import_i18n3.__)("Copy the request ID", "picture-optimizer") }, copied ? (0, import_i18n3.__)("Copied", "picture-optimizer") : (0, import_i18n3.__)("Copy", "picture-optimizer")));
  }

  // assets-src/bulk/filter.js
  init_jsx();
  var said = (filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== "" && value !== false && value !== 0));

  // assets-src/bulk/SavedViews.jsx
  init_jsx();
  var import_components2 = __toESM(require_components());
  var import_element4 = __toESM(require_element());
  var import_i18n4 = __toESM(require_i18n());

  // assets-src/shared/useRequest.js
  init_jsx();
  var import_element3 = __toESM(require_element());
  function useRequest() {
    const [busy, setBusy] = (0, import_element3.useState)(false);
    const [problem, setProblem] = (0, import_element3.useState)(null);
    const run = async (work2) => {
      setBusy(true);
      setProblem(null);
      try {
        await work2();
        return true;
      } catch (error) {
        setProblem(problemOf(error));
        return false;
      } finally {
        setBusy(false);
      }
    };
    return { busy, problem, run, setProblem };
  }

  // assets-src/bulk/SavedViews.jsx
  function useViews(first, filter, onChoose) {
    const [views, setViews] = (0, import_element4.useState)(first);
    const [chosen, setChosen] = (0, import_element4.useState)("");
    const { busy, problem, run } = useRequest();
    const choose = (wanted2) => {
      setChosen(wanted2);
      onChoose(said(views.find((view) => view.name === wanted2)?.filter ?? {}));
    };
    const keep2 = (next, name) => run(async () => {
      setViews((await keepViews(next)).views);
      setChosen(name);
    });
    const others = (name) => views.filter((view) => view.name !== name);
    const add = (name) => keep2([...others(name), { name, filter }], name);
    const forget = () => keep2(others(chosen), "");
    return { views, chosen, busy, problem, choose, add, forget };
  }
  function SavedViews({ saved: { views, chosen, busy, choose, forget } }) {
    return views.length === 0 ? null : /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-views" }, /* @__PURE__ */ (0, import_element.createElement)(
      import_components2.SelectControl,
      {
        __nextHasNoMarginBottom: true,
        __next40pxDefaultSize: true,
        label: (0, import_i18n4.__)("Saved views", "picture-optimizer"),
        value: chosen,
        options: [
          { value: "", label: (0, import_i18n4.__)("None", "picture-optimizer") },
          ...views.map((view) => ({ value: view.name, label: view.name }))
        ],
        onChange: choose
      }
    ), chosen && /* @__PURE__ */ (0, import_element.createElement)(
      import_components2.Button,
      { variant: "tertiary", isDestructive: true, disabled: busy, accessibleWhenDisabled: true, onClick: forget },
      /* translators: %s: name of a saved view */
      (0, import_i18n4.sprintf)((0, import_i18n4.__)("Delete “%s”", "picture-optimizer"), chosen)
    ));
  }
  function SaveView({ saved: { busy, problem, add } }) {
    const [name, setName] = (0, import_element4.useState)("");
    const save = async () => {
      if (await add(name)) {
        setName("");
      }
    };
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-views" }, /* @__PURE__ */ (0, import_element.createElement)(
      import_components2.TextControl,
      {
        __nextHasNoMarginBottom: true,
        __next40pxDefaultSize: true,
        label: (0, import_i18n4.__)("Name of a new view", "picture-optimizer"),
        value: name,
        onChange: setName
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(import_components2.Button, { variant: "secondary", disabled: busy || name.trim() === "", accessibleWhenDisabled: true, onClick: save }, (0, import_i18n4.__)("Save view", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem }));
  }

  // assets-src/bulk/FilterForm.jsx
  var PAUSE_MS2 = 300;
  var SELECTS = {
    folder: (0, import_i18n5.__)("Folder", "picture-optimizer"),
    type: (0, import_i18n5.__)("File type", "picture-optimizer"),
    author: (0, import_i18n5.__)("Uploaded by", "picture-optimizer"),
    post_type: (0, import_i18n5.__)("Uploaded to", "picture-optimizer"),
    status: (0, import_i18n5.__)("Optimization status", "picture-optimizer"),
    alt: (0, import_i18n5.__)("Alt text", "picture-optimizer")
  };
  function FilterForm({ choices, views, onOpen }) {
    const [filter, setFilter] = (0, import_element5.useState)({});
    const set = (name) => (value) => setFilter((all) => said({ ...all, [name]: value }));
    const { found, problem, retry } = useSummary(filter);
    const saved = useViews(views, filter, setFilter);
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-filter" }, /* @__PURE__ */ (0, import_element.createElement)(SavedViews, { saved }), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-settings" }, Object.entries(SELECTS).map(([name, label3]) => /* @__PURE__ */ (0, import_element.createElement)(
      import_components3.SelectControl,
      {
        key: name,
        __nextHasNoMarginBottom: true,
        __next40pxDefaultSize: true,
        label: label3,
        value: filter[name] ?? "",
        options: [{ value: "", label: (0, import_i18n5.__)("Any", "picture-optimizer") }, ...choices[name]],
        onChange: set(name)
      }
    )), /* @__PURE__ */ (0, import_element.createElement)(Field, { type: "date", label: (0, import_i18n5.__)("Uploaded on or after", "picture-optimizer"), value: filter.after, onChange: set("after") }), /* @__PURE__ */ (0, import_element.createElement)(Field, { type: "date", label: (0, import_i18n5.__)("Uploaded on or before", "picture-optimizer"), value: filter.before, onChange: set("before") }), /* @__PURE__ */ (0, import_element.createElement)(
      Field,
      {
        type: "number",
        min: "0",
        label: (0, import_i18n5.__)("Larger than (KB)", "picture-optimizer"),
        value: filter.larger_than ? filter.larger_than / 1024 : "",
        onChange: (kilobytes) => set("larger_than")(1024 * Number(kilobytes))
      }
    )), /* @__PURE__ */ (0, import_element.createElement)(
      import_components3.CheckboxControl,
      {
        __nextHasNoMarginBottom: true,
        label: (0, import_i18n5.__)("Uploaded more than once", "picture-optimizer"),
        checked: filter.duplicates ?? false,
        onChange: set("duplicates")
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(
      import_components3.CheckboxControl,
      {
        __nextHasNoMarginBottom: true,
        label: (0, import_i18n5.__)("Larger than the theme’s layout", "picture-optimizer"),
        checked: filter.oversized ?? false,
        onChange: set("oversized")
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem, onRetry: retry }), /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, found && /* @__PURE__ */ (0, import_element.createElement)(Summary, { found })), /* @__PURE__ */ (0, import_element.createElement)(
      import_components3.Button,
      {
        variant: "primary",
        disabled: !found || found.count === 0,
        accessibleWhenDisabled: true,
        onClick: () => onOpen({ filter, count: found.count })
      },
      found ? (0, import_i18n5.sprintf)(
        /* translators: %s: number of images */
        (0, import_i18n5._n)("Optimize %s image…", "Optimize %s images…", found.count, "picture-optimizer"),
        number(found.count)
      ) : (0, import_i18n5.__)("Optimize…", "picture-optimizer")
    ), /* @__PURE__ */ (0, import_element.createElement)(SaveView, { saved }));
  }
  function Field({ value = "", ...props }) {
    return /* @__PURE__ */ (0, import_element.createElement)(import_components3.TextControl, { __nextHasNoMarginBottom: true, __next40pxDefaultSize: true, value, ...props });
  }
  function Summary({ found: { count: count2, bytes: size, price: price2 } }) {
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, (0, import_i18n5.sprintf)(
      /* translators: %s: number of images */
      (0, import_i18n5._n)("%s image", "%s images", count2, "picture-optimizer"),
      number(count2)
    ), size > 0 && `, ${bytes(size)}`, price2 > 0 && count2 > 0 && `. ${(0, import_i18n5.sprintf)(
      /* translators: %s: number of credits */
      (0, import_i18n5._n)("At most %s credit for Analyze & Export.", "At most %s credits for Analyze & Export.", price2 * count2, "picture-optimizer"),
      number(price2 * count2)
    )}`);
  }
  function useSummary(filter) {
    const [counted2, setCounted] = (0, import_element5.useState)(null);
    const [price2, setPrice] = (0, import_element5.useState)(0);
    const [problem, setProblem] = (0, import_element5.useState)(null);
    (0, import_element5.useEffect)(() => {
      if (window.pictureOptimizer.connection.ready) {
        capabilitiesOf().then(({ prices }) => setPrice(prices.analyze_export), () => {
        });
      }
    }, []);
    const key = JSON.stringify(filter);
    const [round, setRound] = (0, import_element5.useState)(0);
    (0, import_element5.useEffect)(() => {
      const loop = { isWanted: true };
      const ask2 = async () => {
        const answer = await summaryOf(JSON.parse(key));
        if (loop.isWanted) {
          setCounted({ ...answer, key });
        }
      };
      const timer = setTimeout(
        () => persist(ask2, { say: setProblem, loop }).catch((error) => loop.isWanted && setProblem(problemOf(error))),
        PAUSE_MS2
      );
      return () => {
        loop.isWanted = false;
        loop.wake?.();
        clearTimeout(timer);
      };
    }, [key, round]);
    const found = counted2?.key === key ? { ...counted2, price: price2 } : null;
    return { found, problem, retry: () => setRound((all) => all + 1) };
  }

  // assets-src/bulk/row.js
  init_jsx();
  var import_i18n6 = __toESM(require_i18n());
  function tellRow({ job, state, state_label: label3, total: total2, open: open2, credits_used: credits, ...more }) {
    const row = document.querySelector(`[data-picopt-row="${job}"]`);
    if (!row) {
      return;
    }
    const say3 = (name, ...parts) => row.querySelector(`[data-picopt-cell="${name}"]`).replaceChildren(...parts);
    const isSaid = state === "open" && open2 > 0 && more.in_review === open2;
    say3("state", `${label3} `, ...isSaid ? [] : [small(more.waiting_because || more.message)]);
    say3("images", counted((0, import_i18n6.__)("%1$d of %2$d", "picture-optimizer"), total2 - open2, total2));
    say3("credits", number(credits));
  }
  function small(text) {
    const element = document.createElement("small");
    element.textContent = text;
    return element;
  }

  // assets-src/job/Live.jsx
  init_jsx();
  var import_components6 = __toESM(require_components());
  var import_i18n12 = __toESM(require_i18n());

  // assets-src/job/JobControls.jsx
  init_jsx();
  var import_components4 = __toESM(require_components());
  var import_element6 = __toESM(require_element());
  var import_i18n7 = __toESM(require_i18n());
  function JobControls({ progress, act, acting = "", stopping = false, onReview, children }) {
    const [sure, setSure] = (0, import_element6.useState)(false);
    const paused = progress?.state === "paused";
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, stopping && /* @__PURE__ */ (0, import_element.createElement)("span", { role: "status" }, (0, import_i18n7.__)("Stopping… Images in progress are finished first.", "picture-optimizer")), !stopping && (sure ? /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("span", { role: "status" }, (0, import_i18n7.__)("Stop the images that haven’t started? You won’t be charged for them.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(
      import_components4.Button,
      {
        variant: "primary",
        isDestructive: true,
        onClick: () => {
          setSure(false);
          act("stop")();
        }
      },
      (0, import_i18n7.__)("Stop", "picture-optimizer")
    ), /* @__PURE__ */ (0, import_element.createElement)(import_components4.Button, { variant: "tertiary", onClick: () => setSure(false) }, (0, import_i18n7.__)("Keep going", "picture-optimizer"))) : /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(
      import_components4.Button,
      {
        variant: "secondary",
        onClick: act(paused ? "resume" : "pause"),
        isBusy: acting !== "",
        disabled: !progress || acting !== "",
        accessibleWhenDisabled: true
      },
      paused ? (0, import_i18n7.__)("Resume", "picture-optimizer") : (0, import_i18n7.__)("Pause", "picture-optimizer")
    ), /* @__PURE__ */ (0, import_element.createElement)(import_components4.Button, { variant: "secondary", isDestructive: true, onClick: () => setSure(true), disabled: !progress, accessibleWhenDisabled: true }, (0, import_i18n7.__)("Stop", "picture-optimizer")))), progress?.in_review > 0 && /* @__PURE__ */ (0, import_element.createElement)(import_components4.Button, { variant: "primary", onClick: onReview }, counted(
      /* translators: %d: number of images */
      (0, import_i18n7._n)("Review %d image", "Review %d images", progress.in_review, "picture-optimizer"),
      progress.in_review
    )), children);
  }

  // assets-src/job/JobStatus.jsx
  init_jsx();
  var import_i18n10 = __toESM(require_i18n());

  // assets-src/job/EachImage.jsx
  init_jsx();
  var import_element7 = __toESM(require_element());
  var import_i18n9 = __toESM(require_i18n());

  // assets-src/job/Images.jsx
  init_jsx();
  var import_i18n8 = __toESM(require_i18n());
  function Images({ items }) {
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-table picopt-stack" }, /* @__PURE__ */ (0, import_element.createElement)("table", { className: "widefat striped" }, /* @__PURE__ */ (0, import_element.createElement)("thead", null, /* @__PURE__ */ (0, import_element.createElement)("tr", null, /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n8.__)("Image", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n8.__)("Status", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n8.__)("All sizes", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n8.__)("Alt text", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n8.__)("Credits", "picture-optimizer")))), /* @__PURE__ */ (0, import_element.createElement)("tbody", null, items.map((item) => /* @__PURE__ */ (0, import_element.createElement)("tr", { key: item.attachment_id }, /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "row" }, item.file), /* @__PURE__ */ (0, import_element.createElement)("td", null, item.state_label, " ", saysMore(item) && /* @__PURE__ */ (0, import_element.createElement)("small", null, item.reason), item.approved_by && /* @__PURE__ */ (0, import_element.createElement)("small", null, approved(item.approved_by))), /* @__PURE__ */ (0, import_element.createElement)("td", null, item.bytes_after > 0 && change(item.bytes_before, item.bytes_after)), /* @__PURE__ */ (0, import_element.createElement)("td", null, item.alt), /* @__PURE__ */ (0, import_element.createElement)("td", { "data-label": (0, import_i18n8.__)("Credits", "picture-optimizer") }, item.credits))))));
  }
  var saysMore = ({ state, state_label: label3, reason }) => reason && state !== "review" && reason.replace(/\.$/, "") !== label3;
  var approved = (name) => (
    /* translators: %s: name of a person */
    (0, import_i18n8.sprintf)((0, import_i18n8.__)("Approved by %s", "picture-optimizer"), name)
  );

  // assets-src/job/EachImage.jsx
  function EachImage({ progress }) {
    const [open2, setOpen] = (0, import_element7.useState)(false);
    const [items, setItems] = (0, import_element7.useState)(null);
    const [problem, setProblem] = (0, import_element7.useState)(null);
    const { job, open: left } = progress;
    (0, import_element7.useEffect)(() => {
      if (!open2) {
        return void 0;
      }
      let wanted2 = true;
      resultsOf(job).then(
        (results) => wanted2 && (setItems(results.items), setProblem(null)),
        (error) => wanted2 && setProblem(problemOf(error))
      );
      return () => {
        wanted2 = false;
      };
    }, [open2, job, left]);
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-more", onToggle: (event) => setOpen(event.currentTarget.open) }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n9.__)("Each image", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem }), items && /* @__PURE__ */ (0, import_element.createElement)(Images, { items }));
  }

  // assets-src/job/JobStatus.jsx
  var MOST_LISTED = 500;
  function JobStatus({ progress, onRetry, links = {} }) {
    const total2 = progress?.total ?? 0;
    const done = total2 - (progress?.open ?? total2);
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("progress", { max: total2 || 1, value: done, "aria-label": (0, import_i18n10.__)("Images done", "picture-optimizer") }), /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, counted(
      /* translators: 1: images done, 2: all images */
      (0, import_i18n10._n)("%1$d of %2$d image done.", "%1$d of %2$d images done.", total2, "picture-optimizer"),
      done,
      total2
    ), " ", progress?.state === "paused" && (0, import_i18n10.__)("Paused.", "picture-optimizer")), progress && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-pace" }, pace(progress)), progress && /* @__PURE__ */ (0, import_element.createElement)(Reasons, { progress, onRetry, links }), total2 > 0 && total2 <= MOST_LISTED && /* @__PURE__ */ (0, import_element.createElement)(EachImage, { progress }));
  }
  function pace({ per_minute: perMinute, seconds_left: seconds }) {
    return perMinute === null ? "" : counted(
      /* translators: 1: images a minute, 2: a duration such as "3 minutes" */
      (0, import_i18n10._n)("%1$s image a minute, about %2$s left.", "%1$s images a minute, about %2$s left.", perMinute, "picture-optimizer"),
      number(perMinute),
      duration(seconds)
    );
  }
  function Reasons({ progress, onRetry, links = {} }) {
    const open2 = progress.open > 0 ? progress.reasons : progress.reasons.filter((group) => group.state === "failed");
    return open2.length === 0 ? null : /* @__PURE__ */ (0, import_element.createElement)("ul", { className: "picopt-reasons" }, open2.map((group) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: `${group.state} ${group.code}`, className: `picopt-${group.state}` }, /* @__PURE__ */ (0, import_element.createElement)("strong", null, group.state === "failed" ? failed(group.number) : waiting(group.number)), " ", group.reason, " ", group.advice.text, " ", /* @__PURE__ */ (0, import_element.createElement)(Help, { group, onRetry, links }))));
  }
  function Help({ group: { advice, state }, onRetry, links = {} }) {
    const { settingsUrl } = window.pictureOptimizer;
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, links[advice.link] && /* @__PURE__ */ (0, import_element.createElement)("a", { href: links[advice.link], target: "_blank", rel: "noreferrer" }, advice.link === "budget" ? (0, import_i18n10.__)("Change budget", "picture-optimizer") : (0, import_i18n10.__)("Buy credits", "picture-optimizer")), advice.link === "settings" && settingsUrl && /* @__PURE__ */ (0, import_element.createElement)("a", { href: settingsUrl }, (0, import_i18n10.__)("Settings", "picture-optimizer")), " ", advice.link !== "" && state === "waiting" && onRetry && /* @__PURE__ */ (0, import_element.createElement)("button", { type: "button", className: "button-link", onClick: onRetry }, (0, import_i18n10.__)("Retry now", "picture-optimizer")));
  }
  var waiting = (images) => (
    /* translators: %d: number of images */
    counted((0, import_i18n10._n)("%d image:", "%d images:", images, "picture-optimizer"), images)
  );
  var failed = (images) => (
    /* translators: %d: number of images */
    counted((0, import_i18n10._n)("%d image failed:", "%d images failed:", images, "picture-optimizer"), images)
  );

  // assets-src/job/Progress.jsx
  init_jsx();
  var import_components5 = __toESM(require_components());
  var import_element12 = __toESM(require_element());
  var import_i18n11 = __toESM(require_i18n());

  // assets-src/shared/Step.jsx
  init_jsx();
  var import_element9 = __toESM(require_element());

  // assets-src/shared/useKeptFocus.js
  init_jsx();
  var import_element8 = __toESM(require_element());
  function useKeptFocus(box) {
    (0, import_element8.useEffect)(() => {
      const element = box.current;
      const page = element.ownerDocument;
      let last = null;
      const note = ({ target }) => {
        last = element.contains(target) ? target : null;
      };
      const keep2 = () => {
        if (last && page.activeElement === page.body && !element.contains(last)) {
          element.focus({ preventScroll: true });
        }
      };
      const observer = new window.MutationObserver(keep2);
      observer.observe(element, { childList: true, subtree: true });
      page.addEventListener("focusin", note);
      return () => {
        observer.disconnect();
        page.removeEventListener("focusin", note);
      };
    }, [box]);
  }

  // assets-src/shared/Step.jsx
  function Step({ label: label3, problem = null, onRetry, children }) {
    const box = (0, import_element9.useRef)(null);
    useKeptFocus(box);
    (0, import_element9.useEffect)(() => box.current.focus({ preventScroll: true }), []);
    return /* @__PURE__ */ (0, import_element.createElement)("div", { ref: box, tabIndex: -1, role: "group", "aria-label": label3, className: "picopt-step" }, /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem, onRetry }), children);
  }

  // assets-src/job/useJob.js
  init_jsx();
  var import_element11 = __toESM(require_element());

  // assets-src/shared/usePolling.js
  init_jsx();
  var import_element10 = __toESM(require_element());
  function usePolling(ask2, key, pause = PAUSE_MS) {
    const [problem, setProblem] = (0, import_element10.useState)(null);
    const [round, setRound] = (0, import_element10.useState)(0);
    const latest = (0, import_element10.useRef)(ask2);
    latest.current = ask2;
    const refresh = (0, import_element10.useCallback)(() => setRound((number2) => number2 + 1), []);
    (0, import_element10.useEffect)(() => {
      const loop = { isWanted: true, wake: () => {
      } };
      follow(() => latest.current(), { pause, say: setProblem, loop });
      const wake = () => loop.wake();
      window.addEventListener("online", wake);
      return () => {
        loop.isWanted = false;
        loop.wake();
        window.removeEventListener("online", wake);
      };
    }, [key, pause, round]);
    return { problem, refresh };
  }

  // assets-src/job/useJob.js
  function useJob(job, onProgress) {
    const [progress, setProgress] = (0, import_element11.useState)(null);
    const [refused, setRefused] = (0, import_element11.useState)(null);
    const [asked2, setAsked] = (0, import_element11.useState)(false);
    const [acting, setActing] = (0, import_element11.useState)("");
    const { problem, refresh } = usePolling(async () => {
      const now = await progressOf(job);
      setProgress(now);
      onProgress?.(now);
      if (isGoing(now) && hasWork(now)) {
        await tick(job);
      }
      return isGoing(now);
    }, job);
    const act = (action) => async () => {
      setRefused(null);
      setAsked(action === "stop");
      setActing(action);
      try {
        setProgress(await control(job, action));
        refresh();
      } catch (error) {
        setRefused(problemOf(error));
        setAsked(false);
      }
      setActing("");
    };
    return { progress, problem: refused ?? problem, refresh, act, acting, stopping: asked2 || isStopping(progress) };
  }
  var isGoing = (progress) => progress.state === "open" || progress.state === "paused";
  var hasWork = (progress) => progress.state === "open" && progress.open > progress.in_review;
  var isStopping = (progress) => progress !== null && progress.open > 0 && (progress.counts?.cancelled ?? 0) > 0;

  // assets-src/job/Progress.jsx
  function Progress({ job, onDone, onReview, onClose }) {
    const { progress, problem, refresh, act, acting, stopping } = useJob(job, (now) => {
      if (!isGoing(now)) {
        onDone();
      } else if (now.in_review > 0 && now.in_review === now.open) {
        onReview();
      }
    });
    const links = useAccountLinks(progress);
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n11.__)("Progress", "picture-optimizer"), problem, onRetry: refresh }, /* @__PURE__ */ (0, import_element.createElement)(JobStatus, { progress, onRetry: act("resume"), links }), /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n11.__)("You can close this window or the tab: the work continues without it.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(JobControls, { progress, act, acting, stopping, onReview }, /* @__PURE__ */ (0, import_element.createElement)(import_components5.Button, { variant: "primary", onClick: onClose }, (0, import_i18n11.__)("Close", "picture-optimizer"))));
  }
  function useAccountLinks(progress) {
    const [links, setLinks] = (0, import_element12.useState)({});
    const wanted2 = progress?.reasons.some(({ advice }) => ["buy", "budget"].includes(advice.link)) ?? false;
    (0, import_element12.useEffect)(() => {
      if (wanted2) {
        accountOf().then(({ buy_url: buy, budget_url: budget }) => setLinks({ buy, budget }), () => {
        });
      }
    }, [wanted2]);
    return links;
  }

  // assets-src/job/Live.jsx
  function Live({ job, onShow, onProgress }) {
    const { progress, problem, refresh, act, acting, stopping } = useJob(job, onProgress);
    const links = useAccountLinks(progress);
    const over = progress && !isGoing(progress);
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-live" }, /* @__PURE__ */ (0, import_element.createElement)(JobStatus, { progress, onRetry: act("resume"), links }), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem, onRetry: refresh }), over ? /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(import_components6.Button, { variant: "primary", onClick: onShow }, (0, import_i18n12.__)("Show results", "picture-optimizer"))) : /* @__PURE__ */ (0, import_element.createElement)(JobControls, { progress, act, acting, stopping, onReview: onShow }));
  }

  // assets-src/media/generate.js
  init_jsx();
  var import_i18n15 = __toESM(require_i18n());

  // assets-src/shared/altField.js
  init_jsx();
  function showInField(button, alt) {
    const field = button.closest(".media-sidebar, .attachment-details")?.querySelector('[data-setting="alt"] :is(textarea, input)');
    if (field) {
      field.value = alt;
    }
  }

  // assets-src/shared/altTexts.js
  init_jsx();
  var import_i18n13 = __toESM(require_i18n());

  // assets-src/shared/begin.js
  init_jsx();
  var BEFORE = ["planning", "planned"];
  async function begin(plan, { say: say3 = () => {
  }, loop = { isWanted: true } } = {}) {
    try {
      await confirmPlan(plan);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code !== "unreachable") {
        throw error;
      }
      say3(problem);
      if (!await hasBegun(plan.job, { say: say3, loop })) {
        throw error;
      }
    }
  }
  async function hasBegun(job, asking) {
    let state = BEFORE[0];
    await persist(async () => {
      ({ state } = await progressOf(job));
    }, asking);
    return !BEFORE.includes(state);
  }

  // assets-src/shared/altTexts.js
  var SURE = 0.6;
  var KEPT = { write: false };
  async function altTextsFor(images, { atMost, say: say3 = () => {
  }, loop = { isWanted: true } }) {
    const plan = await planFor(images);
    refuse(plan, atMost);
    if (plan.process > 0) {
      await begin(plan, { say: say3, loop });
      const problem = await follow(() => work(plan.job), { say: say3, loop });
      if (problem) {
        throw problem;
      }
    }
    const reviews = plan.process > 0 ? await allInReview(plan.job) : [];
    const reasons = new Map((await resultsOf(plan.job)).items.map((item) => [item.attachment_id, item.reason]));
    const texts = new Map(images.map((image) => [image.key, textFor(image, reviews, reasons)]));
    await Promise.all(reviews.map((item) => acceptText(item.id, keepAllBut(item))));
    if (reviews.length > 0) {
      await tick(plan.job).catch(() => {
      });
    }
    return texts;
  }
  var QUIET = { review: true, reprocess: true, fill_empty_alts: false, replace_old_alts: false };
  async function planFor(images) {
    const spots = {};
    images.filter(({ spot }) => spot).forEach(({ key, id, spot }) => {
      spots[id] = [...spots[id] ?? [], { key, ...spot }];
    });
    const ids = [...new Set(images.map(({ id }) => id))];
    let plan;
    await makePlan(
      { ids, pipeline: "analyze", settings: { ...QUIET, spots } },
      (now) => {
        plan = now;
      },
      () => true
    );
    return plan;
  }
  function refuse({ credits, available }, atMost) {
    if (credits > atMost) {
      throw new Error(
        counted(
          /* translators: %d: number of credits */
          (0, import_i18n13._n)(
            "This costs %d credit now. Nothing was charged; try again to agree to the new price.",
            "This costs %d credits now. Nothing was charged; try again to agree to the new price.",
            credits,
            "picture-optimizer"
          ),
          credits
        )
      );
    }
    if (credits > available) {
      throw Object.assign(
        new Error(
          counted(
            /* translators: 1: credits needed, 2: credits available */
            (0, import_i18n13.__)("Not enough credits: %1$d needed, %2$d available. Nothing was charged.", "picture-optimizer"),
            credits,
            available
          )
        ),
        { code: "insufficient_credits" }
      );
    }
  }
  async function work(job) {
    const now = await progressOf(job);
    if (now.open === now.in_review) {
      return false;
    }
    await tick(job);
    return true;
  }
  function textFor({ key, id }, reviews, reasons) {
    const item = reviews.find((one) => one.attachment_id === id);
    if (!item) {
      return { reason: reasons.get(id) || (0, import_i18n13.__)("No text was generated for this image. Nothing was charged.", "picture-optimizer") };
    }
    const placed = item.placements.find((one) => one.key === key);
    return {
      alt: placed?.alt ?? item.proposed.alt,
      decorative: placed ? placed.role === "decorative" : item.decorative,
      unsure: item.draft || item.confidence < SURE
    };
  }
  var keepAllBut = ({ present, seen, proposed, decorative }) => ({
    seen,
    alt: { text: decorative ? "" : proposed.alt, write: present.alt === "" },
    title: KEPT,
    caption: KEPT,
    description: KEPT,
    tags: KEPT
  });
  var asked = null;
  function priceOfAlts(number2, ask2) {
    asked ?? (asked = ask2().then(
      ({ prices }) => prices.analyze,
      (error) => {
        asked = null;
        throw error;
      }
    ));
    return asked.then((price2) => price2 * number2);
  }

  // assets-src/shared/atWork.js
  init_jsx();
  async function atWork(button, work2) {
    if (button.getAttribute("aria-disabled") === "true") {
      return;
    }
    button.setAttribute("aria-disabled", "true");
    button.classList.add("disabled");
    try {
      await work2();
    } finally {
      button.removeAttribute("aria-disabled");
      button.classList.remove("disabled");
    }
  }

  // assets-src/shared/price.js
  init_jsx();
  var import_i18n14 = __toESM(require_i18n());
  function withPrice(label3, price2) {
    return price2 === null ? label3 : counted(
      /* translators: 1: what a button does, such as "Generate alt text", 2: number of credits */
      (0, import_i18n14._n)("%1$s (%2$d credit)", "%1$s (%2$d credits)", price2, "picture-optimizer"),
      label3,
      price2
    );
  }

  // assets-src/media/generate.js
  var price = () => priceOfAlts(1, capabilitiesOf);
  function priceLabels() {
    new window.MutationObserver(label).observe(document.body, { childList: true, subtree: true });
    label();
  }
  function label() {
    document.querySelectorAll("[data-picopt-generate]:not([data-picopt-priced])").forEach((button) => {
      button.dataset.picoptPriced = "";
      if (window.pictureOptimizer.connection.ready) {
        putPrice(button);
      }
    });
  }
  var putPrice = (button) => price().then(
    (credits) => {
      button.dataset.picoptPriced = credits;
      button.textContent = withPrice((0, import_i18n15.__)("Generate alt text", "picture-optimizer"), credits);
      say(button, "");
    },
    (error) => say(button, problemOf(error).message)
  );
  async function generate(button, id) {
    const { connection, settingsUrl } = window.pictureOptimizer;
    if (!connection.ready) {
      say(button, connection.obstacle, settingsUrl);
      return;
    }
    if (!button.dataset.picoptPriced) {
      await putPrice(button);
      return;
    }
    await atWork(button, () => order(button, id));
  }
  async function order(button, id) {
    say(button, (0, import_i18n15.__)("Generating alt text…", "picture-optimizer"));
    try {
      const texts = await altTextsFor([{ key: "library", id }], { atMost: Number(button.dataset.picoptPriced) });
      await show(button, id, texts.get("library"));
    } catch (error) {
      say(button, error.isFinal === void 0 ? problemOf(error).message : error.message);
    }
  }
  async function show(button, id, { alt, decorative, reason, unsure }) {
    if (!window.wp.media?.attachment) {
      window.location.reload();
      return;
    }
    const image = window.wp.media.attachment(id);
    const before = image.get("alt") ?? "";
    await image.fetch();
    const now = image.get("alt") ?? "";
    showInField(button, now);
    if (reason) {
      say(button, reason);
    } else if (decorative) {
      say(button, (0, import_i18n15.__)("This image looks decorative: its alt text can stay empty.", "picture-optimizer"));
    } else if (now === alt && before !== alt) {
      say(button, added(unsure));
    } else {
      offer(button, alt, async () => {
        await image.save({ alt });
        showInField(button, alt);
      });
    }
  }
  function offer(button, alt, save) {
    const line = say(button, quoted(alt));
    const wrong = document.createElement("span");
    const use = document.createElement("button");
    Object.assign(use, { type: "button", className: "button button-small", textContent: (0, import_i18n15.__)("Use this text", "picture-optimizer") });
    const replace = async () => {
      wrong.textContent = "";
      try {
        await save();
        say(button, (0, import_i18n15.__)("Alt text replaced.", "picture-optimizer"));
        button.focus();
      } catch (error) {
        wrong.textContent = ` ${problemOf(error).message}`;
      }
    };
    use.addEventListener("click", () => atWork(use, replace));
    line.append(" ", use, wrong);
  }
  var added = (unsure) => unsure ? (0, import_i18n15.__)("Alt text added. Please check it: the model was not sure.", "picture-optimizer") : (0, import_i18n15.__)("Alt text added.", "picture-optimizer");
  function say(button, text, link) {
    const line = button.closest("[data-picopt-buttons]").querySelector('[role="status"]');
    line.textContent = text;
    if (link) {
      const settings = document.createElement("a");
      settings.href = link;
      settings.textContent = (0, import_i18n15.__)("Connect to generate alt text", "picture-optimizer");
      line.append(" ", settings);
    }
    return line;
  }

  // assets-src/wizard/open.jsx
  init_jsx();
  var import_element35 = __toESM(require_element());

  // assets-src/image/ImagePage.jsx
  init_jsx();
  var import_components10 = __toESM(require_components());
  var import_element16 = __toESM(require_element());
  var import_i18n23 = __toESM(require_i18n());

  // assets-src/review/Places.jsx
  init_jsx();
  var import_element13 = __toESM(require_element());
  var import_i18n17 = __toESM(require_i18n());

  // assets-src/review/PageLink.jsx
  init_jsx();
  function PageLink({ page: { edit, title } }) {
    return edit ? /* @__PURE__ */ (0, import_element.createElement)("a", { href: edit, target: "_blank", rel: "noreferrer" }, title) : title;
  }

  // assets-src/review/PlaceTable.jsx
  init_jsx();
  var import_i18n16 = __toESM(require_i18n());
  function PlaceTable({ spots, texts, planned, onChange }) {
    return /* @__PURE__ */ (0, import_element.createElement)("table", { className: "picopt-spots" }, /* @__PURE__ */ (0, import_element.createElement)("thead", null, /* @__PURE__ */ (0, import_element.createElement)("tr", null, /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n16.__)("Page", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n16.__)("Purpose", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n16.__)("Alt text there", "picture-optimizer")))), /* @__PURE__ */ (0, import_element.createElement)("tbody", null, spots.map((spot, number2) => /* @__PURE__ */ (0, import_element.createElement)("tr", { key: `${spot.post} ${spot.key} ${number2}` }, /* @__PURE__ */ (0, import_element.createElement)("td", null, /* @__PURE__ */ (0, import_element.createElement)(PageLink, { page: spot }), spot.words && /* @__PURE__ */ (0, import_element.createElement)("q", null, spot.words)), /* @__PURE__ */ (0, import_element.createElement)("td", null, roleOf(spot)), /* @__PURE__ */ (0, import_element.createElement)("td", null, /* @__PURE__ */ (0, import_element.createElement)(
      AltText,
      {
        spot,
        text: texts[spot.key],
        planned,
        onChange: (text) => onChange({ ...texts, [spot.key]: text })
      }
    ))))));
  }
  function roleOf({ decorative, link }) {
    if (decorative) {
      return (0, import_i18n16.__)("Decorative", "picture-optimizer");
    }
    return link ? (
      /* translators: %s: address */
      (0, import_i18n16.sprintf)((0, import_i18n16.__)("Link to %s", "picture-optimizer"), link)
    ) : (0, import_i18n16.__)("Part of the content", "picture-optimizer");
  }
  function AltText({ spot, text, planned, onChange }) {
    if (spot.decorative) {
      return (0, import_i18n16.__)("None, because it’s decorative", "picture-optimizer");
    }
    if (spot.alt !== "") {
      return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, quoted(spot.alt), " ", /* @__PURE__ */ (0, import_element.createElement)("strong", null, (0, import_i18n16.__)("Already there", "picture-optimizer")));
    }
    if (text === void 0 && planned && spot.link) {
      return (0, import_i18n16.__)("Its own, for the link", "picture-optimizer");
    }
    if (text === void 0) {
      return (0, import_i18n16.__)("The image’s alt text", "picture-optimizer");
    }
    return /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "text",
        value: text,
        placeholder: (0, import_i18n16.__)("Empty: screen readers skip it", "picture-optimizer"),
        "aria-label": (0, import_i18n16.sprintf)((0, import_i18n16.__)("Alt text on “%s”", "picture-optimizer"), spot.title),
        onChange: (event) => onChange(event.target.value)
      }
    );
  }

  // assets-src/review/Places.jsx
  function Places({ id, texts = {}, onChange, planned = false, label: label3 = (0, import_i18n17.__)("Where it’s used", "picture-optimizer") }) {
    const [open2, setOpen] = (0, import_element13.useState)(Object.keys(texts).length > 0);
    const [found, setFound] = (0, import_element13.useState)(null);
    const [problem, setProblem] = (0, import_element13.useState)(null);
    (0, import_element13.useEffect)(() => {
      if (open2) {
        setProblem(null);
        placesOf(id).then(setFound, (error) => setProblem(problemOf(error)));
      }
    }, [id, open2]);
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-places", open: open2, onToggle: (event) => setOpen(event.currentTarget.open) }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, label3), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem }), found && /* @__PURE__ */ (0, import_element.createElement)(List, { places: found }), found && found.spots.length > 0 && /* @__PURE__ */ (0, import_element.createElement)(PlaceTable, { spots: found.spots, texts, planned, onChange }));
  }
  function List({ places: { posts: all, elsewhere, spots } }) {
    const posts = all.filter((post2) => !spots.some((spot) => spot.post === post2.id));
    if (all.length === 0 && elsewhere === 0) {
      return /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n17.__)("Not used on the site yet.", "picture-optimizer"));
    }
    if (posts.length === 0 && elsewhere === 0) {
      return null;
    }
    return /* @__PURE__ */ (0, import_element.createElement)("ul", null, posts.map((post2) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: post2.id }, /* @__PURE__ */ (0, import_element.createElement)(PageLink, { page: post2 }), post2.words && /* @__PURE__ */ (0, import_element.createElement)("q", null, post2.words))), elsewhere > 0 && /* @__PURE__ */ (0, import_element.createElement)("li", null, counted(
      /* translators: %d: number of places */
      (0, import_i18n17._n)("%d more in widgets, options, or comments", "%d more in widgets, options, or comments", elsewhere, "picture-optimizer"),
      elsewhere
    )));
  }

  // assets-src/shared/Scroll.jsx
  init_jsx();
  function Scroll({ label: label3, children }) {
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-scroll", role: "region", tabIndex: 0, "aria-label": label3 }, children);
  }

  // assets-src/image/BeforeAfter.jsx
  init_jsx();
  var import_components7 = __toESM(require_components());
  var import_element15 = __toESM(require_element());
  var import_i18n19 = __toESM(require_i18n());

  // assets-src/wizard/Compare.jsx
  init_jsx();
  var import_element14 = __toESM(require_element());
  var import_i18n18 = __toESM(require_i18n());
  function Compare({ before, after, name, actualSize }) {
    const [at3, setAt] = (0, import_element14.useState)(50);
    const stack = (0, import_element14.useRef)(null);
    const follow3 = (event) => {
      if (event.buttons & 1) {
        setAt(share(event.clientX, stack.current.getBoundingClientRect()));
      }
    };
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: actualSize ? "picopt-compare picopt-actual" : "picopt-compare" }, /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-compare-view", tabIndex: actualSize ? 0 : void 0, role: actualSize ? "group" : void 0 }, /* @__PURE__ */ (0, import_element.createElement)(
      "div",
      {
        ref: stack,
        className: "picopt-compare-stack",
        onPointerDown: (event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture?.(event.pointerId);
          follow3(event);
        },
        onPointerMove: follow3
      },
      /* @__PURE__ */ (0, import_element.createElement)("img", { src: after, alt: "", draggable: false }),
      /* @__PURE__ */ (0, import_element.createElement)("img", { src: before, alt: "", draggable: false, style: { clipPath: (0, import_i18n18.isRTL)() ? `inset(0 0 0 ${100 - at3}%)` : `inset(0 ${100 - at3}% 0 0)` } }),
      /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-compare-line", style: { insetInlineStart: `${at3}%` } }),
      /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-compare-before" }, (0, import_i18n18.__)("Before", "picture-optimizer")),
      /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-compare-after" }, (0, import_i18n18.__)("After", "picture-optimizer"))
    )), /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "range",
        min: "0",
        max: "100",
        value: at3,
        "aria-label": (0, import_i18n18.sprintf)(
          /* translators: %s: name of a file */
          (0, import_i18n18.__)("How much of the original of %s is shown", "picture-optimizer"),
          name
        ),
        onChange: (event) => setAt(Number(event.target.value))
      }
    ));
  }
  function share(x, { left, right, width }) {
    const distance = (0, import_i18n18.isRTL)() ? right - x : x - left;
    return Math.round(100 * Math.min(1, Math.max(0, distance / width)));
  }

  // assets-src/image/BeforeAfter.jsx
  function BeforeAfter({ id, file, after }) {
    const [before, setBefore] = (0, import_element15.useState)("");
    const { busy, problem, run } = useRequest();
    if (before) {
      return /* @__PURE__ */ (0, import_element.createElement)(Compare, { before, after, name: file, actualSize: false });
    }
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-before-after" }, /* @__PURE__ */ (0, import_element.createElement)("img", { src: after, alt: "" }), /* @__PURE__ */ (0, import_element.createElement)(
      import_components7.Button,
      {
        variant: "secondary",
        isBusy: busy,
        disabled: busy,
        accessibleWhenDisabled: true,
        onClick: () => run(async () => setBefore((await originalOf(id)).image))
      },
      (0, import_i18n19.__)("Compare with the original", "picture-optimizer")
    ), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem }));
  }

  // assets-src/image/History.jsx
  init_jsx();
  var import_components8 = __toESM(require_components());
  var import_i18n20 = __toESM(require_i18n());
  function History({ id, events, onUndone }) {
    const { busy, problem, run } = useRequest();
    const undo = (step) => run(async () => {
      await undoStep(id, step);
      onUndone();
    });
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-more" }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n20.__)("History", "picture-optimizer")), events.length === 0 && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n20.__)("Nothing yet.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("ol", { className: "picopt-history" }, events.map(({ at: at3, what, state, reason, credits, by, undo: step }, number2) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: number2 }, /* @__PURE__ */ (0, import_element.createElement)("strong", null, what), ": ", [state, by, date(at3), paid(credits)].filter(Boolean).join(" · "), reason && /* @__PURE__ */ (0, import_element.createElement)("small", null, reason), step > 0 && /* @__PURE__ */ (0, import_element.createElement)(
      import_components8.Button,
      {
        variant: "link",
        disabled: busy,
        accessibleWhenDisabled: true,
        onClick: () => undo(step),
        "aria-label": (0, import_i18n20.sprintf)((0, import_i18n20.__)("Undo: %s", "picture-optimizer"), what)
      },
      (0, import_i18n20.__)("Undo", "picture-optimizer")
    )))), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem }));
  }
  var paid = (credits) => credits > 0 && /* translators: %d: number of credits */
  counted((0, import_i18n20._n)("%d credit", "%d credits", credits, "picture-optimizer"), credits);

  // assets-src/image/Sizes.jsx
  init_jsx();
  var import_i18n21 = __toESM(require_i18n());
  function Sizes({ sizes }) {
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-more", open: sizes.length <= 6 }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n21.__)("Files", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(Scroll, { label: (0, import_i18n21.__)("Files", "picture-optimizer") }, /* @__PURE__ */ (0, import_element.createElement)("table", { className: "widefat striped picopt-stack" }, /* @__PURE__ */ (0, import_element.createElement)("thead", null, /* @__PURE__ */ (0, import_element.createElement)("tr", null, /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n21.__)("Size", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n21.__)("Dimensions", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n21.__)("Format", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n21.__)("File size", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n21.__)("Quality", "picture-optimizer")))), /* @__PURE__ */ (0, import_element.createElement)("tbody", null, sizes.map((size) => /* @__PURE__ */ (0, import_element.createElement)("tr", { key: size.name }, /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "row" }, size.label), /* @__PURE__ */ (0, import_element.createElement)("td", { "data-label": (0, import_i18n21.__)("Dimensions", "picture-optimizer") }, size.width > 0 && `${size.width} × ${size.height}`), /* @__PURE__ */ (0, import_element.createElement)("td", { "data-label": (0, import_i18n21.__)("Format", "picture-optimizer") }, formatName(size.mime)), /* @__PURE__ */ (0, import_element.createElement)("td", { "data-label": (0, import_i18n21.__)("File size", "picture-optimizer") }, bytes(size.bytes)), /* @__PURE__ */ (0, import_element.createElement)("td", { "data-label": (0, import_i18n21.__)("Quality", "picture-optimizer") }, size.score === null ? "–" : Math.round(size.score))))))));
  }

  // assets-src/image/Texts.jsx
  init_jsx();
  var import_components9 = __toESM(require_components());
  var import_i18n22 = __toESM(require_i18n());
  function Texts({ id, texts, onRestored }) {
    const { busy, problem, run } = useRequest();
    return /* @__PURE__ */ (0, import_element.createElement)("section", { "aria-label": (0, import_i18n22.__)("Text", "picture-optimizer") }, /* @__PURE__ */ (0, import_element.createElement)("dl", { className: "picopt-texts" }, texts.map(({ field, label: label3, text, by, at: at3, before }) => /* @__PURE__ */ (0, import_element.createElement)("div", { key: field }, /* @__PURE__ */ (0, import_element.createElement)("dt", null, label3), /* @__PURE__ */ (0, import_element.createElement)("dd", null, text === "" ? /* @__PURE__ */ (0, import_element.createElement)("em", null, (0, import_i18n22.__)("empty", "picture-optimizer")) : text, by && /* @__PURE__ */ (0, import_element.createElement)("small", null, [by, at3 > 0 && date(at3)].filter(Boolean).join(" · ")), before !== null && /* @__PURE__ */ (0, import_element.createElement)("small", null, before === "" ? (0, import_i18n22.__)("Empty before.", "picture-optimizer") : (
      /* translators: %s: a text */
      (0, import_i18n22.sprintf)((0, import_i18n22.__)("Before: “%s”", "picture-optimizer"), before)
    ), " ", /* @__PURE__ */ (0, import_element.createElement)(
      import_components9.Button,
      {
        variant: "link",
        disabled: busy,
        accessibleWhenDisabled: true,
        onClick: () => run(async () => {
          await restoreText(id, field);
          onRestored();
        }),
        "aria-label": (0, import_i18n22.sprintf)((0, import_i18n22.__)("Restore previous: %s", "picture-optimizer"), label3)
      },
      (0, import_i18n22.__)("Restore previous", "picture-optimizer")
    )))))), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem }));
  }

  // assets-src/image/ImagePage.jsx
  function ImagePage({ id, onOpen, onClose }) {
    const [facts, setFacts] = (0, import_element16.useState)(null);
    const [problem, setProblem] = (0, import_element16.useState)(null);
    const changed = (0, import_element16.useRef)(false);
    const load = (0, import_element16.useCallback)(() => {
      factsOf(id).then(
        (found) => {
          setFacts(found);
          setProblem(null);
        },
        (error) => setProblem(problemOf(error))
      );
    }, [id]);
    (0, import_element16.useEffect)(load, [load]);
    const onRestored = () => {
      changed.current = true;
      load();
    };
    return /* @__PURE__ */ (0, import_element.createElement)(
      import_components10.Modal,
      {
        title: facts?.file ?? (0, import_i18n23.__)("Image details", "picture-optimizer"),
        className: "picopt-wizard",
        overlayClassName: "picopt-overlay",
        onRequestClose: () => onClose(changed.current)
      },
      /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n23.__)("Image details", "picture-optimizer"), problem, onRetry: load }, !facts && !problem && /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, (0, import_i18n23.__)("Loading…", "picture-optimizer")), facts && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(Summary2, { facts, onOpen }), facts.replaced && /* @__PURE__ */ (0, import_element.createElement)(BeforeAfter, { id, file: facts.file, after: facts.image }), /* @__PURE__ */ (0, import_element.createElement)(Texts, { id, texts: facts.texts, onRestored }), /* @__PURE__ */ (0, import_element.createElement)(Sizes, { sizes: facts.sizes }), /* @__PURE__ */ (0, import_element.createElement)(Metadata, { changes: facts.metadata, notes: facts.notes }), /* @__PURE__ */ (0, import_element.createElement)(Places, { id }), /* @__PURE__ */ (0, import_element.createElement)(History, { id, events: facts.history, onUndone: onRestored })))
    );
  }
  function Summary2({ facts: { status: status2, bytes_before: before, bytes_after: after, credits }, onOpen }) {
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-image-summary" }, /* @__PURE__ */ (0, import_element.createElement)("p", null, /* @__PURE__ */ (0, import_element.createElement)("span", { className: `picopt-badge picopt-${status2.name}` }, status2.label), " ", after > 0 && `${change(before, after)} · `, counted(
      /* translators: %d: number of credits */
      (0, import_i18n23._n)("%d credit charged", "%d credits charged", credits, "picture-optimizer"),
      credits
    )), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(import_components10.Button, { variant: "secondary", onClick: () => onOpen("optimize", "analyze") }, (0, import_i18n23.__)("Analyze", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components10.Button, { variant: "secondary", onClick: () => onOpen("optimize", "export") }, (0, import_i18n23.__)("Compress", "picture-optimizer")), status2.canRevert && /* @__PURE__ */ (0, import_element.createElement)(import_components10.Button, { variant: "secondary", isDestructive: true, onClick: () => onOpen("revert") }, (0, import_i18n23.__)("Restore original", "picture-optimizer"))));
  }
  function Metadata({ changes, notes }) {
    if (changes.length === 0 && notes.length === 0) {
      return null;
    }
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-more" }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n23.__)("Embedded metadata", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(Scroll, { label: (0, import_i18n23.__)("Embedded metadata", "picture-optimizer") }, /* @__PURE__ */ (0, import_element.createElement)("table", { className: "widefat striped picopt-stack" }, /* @__PURE__ */ (0, import_element.createElement)("thead", null, /* @__PURE__ */ (0, import_element.createElement)("tr", null, /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n23.__)("Field", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n23.__)("Before", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n23.__)("After", "picture-optimizer")))), /* @__PURE__ */ (0, import_element.createElement)("tbody", null, changes.map(({ field, label: label3, before, after }) => /* @__PURE__ */ (0, import_element.createElement)("tr", { key: field }, /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "row" }, label3), /* @__PURE__ */ (0, import_element.createElement)("td", { "data-label": (0, import_i18n23.__)("Before", "picture-optimizer") }, before ?? "–"), /* @__PURE__ */ (0, import_element.createElement)("td", { "data-label": (0, import_i18n23.__)("After", "picture-optimizer") }, after ?? (0, import_i18n23.__)("removed", "picture-optimizer"))))))), notes.map((note) => /* @__PURE__ */ (0, import_element.createElement)("p", { key: note }, note)));
  }

  // assets-src/library/focus.js
  init_jsx();
  var NAME = "picopt-focus";
  var WAYS = "a[href], button";
  function rememberFocus(opener) {
    const row = opener?.closest("[id]");
    if (row) {
      keep({ row: row.id, action: opener.dataset.picoptAction ?? "" });
    }
  }
  function keep(place) {
    try {
      window.sessionStorage.setItem(NAME, JSON.stringify(place));
    } catch {
    }
  }
  function restoreFocus() {
    const { row: id, action } = kept();
    const row = id && document.getElementById(id);
    const { activeElement, body } = document;
    if (row && [body, null].includes(activeElement)) {
      const same = [...row.querySelectorAll(WAYS)].find(({ dataset }) => action && dataset.picoptAction === action);
      (row.matches("a, button, input") ? row : same ?? row.querySelector(WAYS))?.focus();
    }
  }
  function kept() {
    try {
      const place = JSON.parse(window.sessionStorage.getItem(NAME)) ?? {};
      window.sessionStorage.removeItem(NAME);
      return place;
    } catch {
      return {};
    }
  }

  // assets-src/revert/Revert.jsx
  init_jsx();
  var import_components11 = __toESM(require_components());
  var import_element17 = __toESM(require_element());
  var import_i18n25 = __toESM(require_i18n());

  // assets-src/revert/NotRestored.jsx
  init_jsx();
  var import_i18n24 = __toESM(require_i18n());
  var restored = (number2, all) => (
    /* translators: 1: images restored, 2: all images */
    counted((0, import_i18n24._n)("%1$d of %2$d image restored.", "%1$d of %2$d images restored.", all, "picture-optimizer"), number2, all)
  );
  var restoredOf = (outcomes) => restored(outcomes.filter((item) => item.state !== "failed").length, outcomes.length);
  function NotRestored({ outcomes }) {
    const told = outcomes.filter((item) => item.reason !== "");
    return told.length === 0 ? null : /* @__PURE__ */ (0, import_element.createElement)("ul", null, told.map((item) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: item.attachment_id }, /* @__PURE__ */ (0, import_element.createElement)("strong", null, item.file), " ", item.reason)));
  }

  // assets-src/revert/Revert.jsx
  function Revert({ selection: { ids }, onClose }) {
    const [outcomes, setOutcomes] = (0, import_element17.useState)(null);
    const [done, setDone] = (0, import_element17.useState)(0);
    const { busy, problem, run } = useRequest();
    const start2 = () => run(async () => setOutcomes((await revert(ids, (items) => setDone(items.length))).items));
    const close = () => onClose(busy || outcomes !== null || done > 0);
    return /* @__PURE__ */ (0, import_element.createElement)(
      import_components11.Modal,
      {
        title: (0, import_i18n25.__)("Restore originals", "picture-optimizer"),
        overlayClassName: "picopt-overlay",
        onRequestClose: close
      },
      /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n25.__)("Restore originals", "picture-optimizer"), problem }, /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, outcomes ? said2(outcomes) : done > 0 ? restored(done, ids.length) : question(ids.length)), outcomes && /* @__PURE__ */ (0, import_element.createElement)(NotRestored, { outcomes }), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, outcomes === null && /* @__PURE__ */ (0, import_element.createElement)(import_components11.Button, { variant: "primary", isDestructive: true, onClick: start2, disabled: busy, isBusy: busy, accessibleWhenDisabled: true }, counted(
        /* translators: %d: number of images */
        (0, import_i18n25._n)("Restore %d original", "Restore %d originals", ids.length, "picture-optimizer"),
        ids.length
      )), /* @__PURE__ */ (0, import_element.createElement)(import_components11.Button, { variant: "secondary", onClick: close }, (0, import_i18n25.__)("Close", "picture-optimizer"))))
    );
  }
  var question = (number2) => counted(
    /* translators: %d: number of images */
    (0, import_i18n25._n)(
      "The file, metadata, and references of %d image will be as they were before.",
      "The files, metadata, and references of %d images will be as they were before.",
      number2,
      "picture-optimizer"
    ),
    number2
  );
  function said2(outcomes) {
    return outcomes.some((item) => item.state === "failed") ? restoredOf(outcomes) : (0, import_i18n25.__)("Done. Old and new URLs both keep working.", "picture-optimizer");
  }

  // assets-src/wizard/Wizard.jsx
  init_jsx();
  var import_components26 = __toESM(require_components());
  var import_element34 = __toESM(require_element());
  var import_i18n48 = __toESM(require_i18n());

  // assets-src/job/Result.jsx
  init_jsx();
  var import_components13 = __toESM(require_components());
  var import_element18 = __toESM(require_element());
  var import_i18n27 = __toESM(require_i18n());

  // assets-src/job/Failures.jsx
  init_jsx();
  var import_components12 = __toESM(require_components());
  var import_i18n26 = __toESM(require_i18n());
  function Failures({ items, onRetry }) {
    const causes = /* @__PURE__ */ new Map();
    items.filter((item) => item.state === "failed").forEach((item) => causes.set(item.reason, [...causes.get(item.reason) ?? [], item.attachment_id]));
    return causes.size === 0 ? null : /* @__PURE__ */ (0, import_element.createElement)("ul", { className: "picopt-reasons" }, [...causes].map(([reason, ids]) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: reason, className: "picopt-failed" }, reason, " ", /* @__PURE__ */ (0, import_element.createElement)(import_components12.Button, { variant: "link", onClick: () => onRetry(ids) }, counted(
      /* translators: %d: number of images */
      (0, import_i18n26._n)("Retry %d image", "Retry %d images", ids.length, "picture-optimizer"),
      ids.length
    )))));
  }

  // assets-src/job/Result.jsx
  function Result({ job, onRetry, onClose }) {
    const [results, setResults] = (0, import_element18.useState)(null);
    const [said3, setSaid] = (0, import_element18.useState)("");
    const [outcomes, setOutcomes] = (0, import_element18.useState)([]);
    const { busy, problem, run, setProblem } = useRequest();
    const load = (0, import_element18.useCallback)(() => {
      setProblem(null);
      resultsOf(job).then(setResults, (error) => setProblem(problemOf(error)));
    }, [job, setProblem]);
    (0, import_element18.useEffect)(load, [load]);
    const changed = (results?.items ?? []).filter((item) => item.state === "delivered");
    const undo = () => run(async () => {
      setSaid((0, import_i18n27.__)("Restoring the originals…", "picture-optimizer"));
      const { items } = await revert(changed.map((item) => item.attachment_id)).catch((error) => {
        setSaid("");
        throw error;
      });
      setOutcomes(items);
      setSaid(restoredOf(items));
    });
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n27.__)("Results", "picture-optimizer"), problem, onRetry: results ? void 0 : load }, results && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status", className: "picopt-price" }, summary(changed, results.credits_used)), /* @__PURE__ */ (0, import_element.createElement)(Failures, { items: results.items, onRetry }), /* @__PURE__ */ (0, import_element.createElement)(Images, { items: results.items })), /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, results || problem ? said3 : (0, import_i18n27.__)("Loading images…", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(NotRestored, { outcomes }), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, changed.length > 0 && /* @__PURE__ */ (0, import_element.createElement)(import_components13.Button, { variant: "tertiary", isDestructive: true, onClick: undo, disabled: busy || said3 !== "", accessibleWhenDisabled: true }, (0, import_i18n27.__)("Restore all originals", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components13.Button, { variant: "primary", onClick: onClose }, (0, import_i18n27.__)("Close", "picture-optimizer"))));
  }
  function summary(changed, credits) {
    const before = changed.reduce((sum, item) => sum + (item.bytes_after ? item.bytes_before : 0), 0);
    const after = changed.reduce((sum, item) => sum + item.bytes_after, 0);
    return [
      counted(
        /* translators: %d: number of images */
        (0, import_i18n27._n)("%d image optimized", "%d images optimized", changed.length, "picture-optimizer"),
        changed.length
      ),
      /* translators: %s: sizes before and after, of the full-size files and all smaller ones together */
      after > 0 ? counted((0, import_i18n27.__)("All sizes: %s", "picture-optimizer"), change(before, after)) : "",
      /* translators: %d: number of credits */
      counted((0, import_i18n27._n)("%d credit charged", "%d credits charged", credits, "picture-optimizer"), credits)
    ].filter(Boolean).join(" · ");
  }

  // assets-src/review/Review.jsx
  init_jsx();
  var import_components18 = __toESM(require_components());
  var import_element26 = __toESM(require_element());
  var import_i18n36 = __toESM(require_i18n());

  // assets-src/review/CsvTools.jsx
  init_jsx();
  var import_components14 = __toESM(require_components());
  var import_element20 = __toESM(require_element());
  var import_i18n31 = __toESM(require_i18n());

  // assets-src/review/csv.js
  init_jsx();
  var import_papaparse = __toESM(require_papaparse_min());

  // assets-src/review/decisions.js
  init_jsx();
  var import_i18n29 = __toESM(require_i18n());

  // assets-src/shared/rules/rules.js
  init_jsx();
  var import_i18n28 = __toESM(require_i18n());

  // ../contract/rules.json
  var rules = [{ id: "decorative_empty", number: 1, check: "decorative", fields: ["alt"], severity: "error", message: "A decorative picture needs an empty alt text; any other picture needs one." }, { id: "no_lead_in", number: 5, check: "patterns", fields: ["alt"], severity: "error", message: "Do not begin with words like “image of” or “photo showing”; a screen reader already says that it is a picture.", patterns: ["^\\s*(?:(?:an?|the|this|some)\\s+)?(?:(?:black[ -]and[ -]white|old|vintage|close-?up|beautiful|stock|aerial|blurry|blurred|digital|high[ -](?:quality|resolution)|detailed|(?:photo)?realistic|candid|cropped|colou?r|colou?red)\\s+)*(?:image|picture|photo|photograph|pic|graphic|snapshot|shot|illustration|drawing|screenshot)s?\\s+(?:of|showing|shows|depicting|depicts|featuring|capturing|captures|portraying|portrays|with|that\\s+shows|which\\s+shows)(?:\\s|$)", "^\\s*(?:the|this)\\s+(?:image|picture|photo|photograph|illustration)\\s+(?:shows|depicts|features|is|contains|displays|captures|portrays|presents|illustrates|showcases)(?:\\s|$)", "^\\s*(?:(?:image|picture|photo|photograph|foto|bild|imagen|immagine|imagem|alt(?:ernative)?[ -]text)\\s*[:\\-–]|alt\\s*[:=])", "^\\s*(?:ein|eine|das|die|dieses|diese)?\\s*(?:bild|foto|fotografie|aufnahme|abbildung|grafik|nahaufnahme)\\s+(?:von|eines|einer|mit|zeigt|das|der|vom|des)(?:\\s|$)", "^\\s*(?:une|la|cette|l['’])?\\s*(?:image|photo|photographie|illustration|cliché)\\s+(?:de|d['’]|du|des|montrant|montre|représentant|représente)", "^\\s*(?:una|la|esta)?\\s*(?:imagen|foto|fotografía|ilustración)\\s+(?:de|del|que\\s+muestra|muestra|mostrando)(?:\\s|$)", "^\\s*(?:un['’]|una|la|l['’]|questa|quest['’])?\\s*(?:immagine|foto|fotografia|illustrazione)\\s+(?:di|del|della|dell['’]|che\\s+mostra|mostra)", "^\\s*(?:uma|a|esta)?\\s*(?:imagem|foto|fotografia|ilustração)\\s+(?:de|do|da|que\\s+mostra|mostrando|mostra)(?:\\s|$)", "^\\s*(?:een|de|deze)?\\s*(?:afbeelding|foto|plaatje)\\s+(?:van|met|die|toont)(?:\\s|$)", "^\\s*(?:zdjęcie|obraz|fotografia|ilustracja)\\s+(?:przedstawiające|przedstawiający|przedstawiająca|przedstawia|z|na|pokazuje)(?:\\s|$)", "^\\s*(?:изображение|фото|фотография|картинка|снимок)\\s+", "^\\s*صورة\\s+", "の(?:写真|画像)(?:です)?。?$", "的(?:特写|特寫)?(?:照片|图片|圖片|照)。?$", "^\\s*in\\s+(?:the|this)\\s+(?:image|picture|photo|photograph|illustration)(?:,|\\s+(?:we|you|one|there|is|are|an?|the)\\s|$)", "^\\s*(?:auf|in)\\s+(?:dem|diesem|der|dieser)\\s+(?:bild|foto|fotografie|aufnahme|abbildung|grafik)\\s+(?:ist|sind|sieht|sehen|wird|werden|kann)(?:\\s|$)", "^\\s*(?:(?:ein|das|dieses)\\s+)?(?:bild|foto),\\s+(?:das|auf\\s+dem)\\s", "^\\s*(?:zu\\s+sehen|abgebildet|dargestellt)\\s+(?:ist|sind|wird|werden)(?:\\s|$)", "^\\s*(?:sur|dans)\\s+(?:cette\\s+|la\\s+|l['’])(?:image|photo|photographie|illustration)(?:[\\s,]|$)", "^\\s*en\\s+(?:la|esta)\\s+(?:imagen|foto|fotografía|ilustración)(?:[\\s,]|$)", "^\\s*(?:nell['’]|in\\s+quest['’]|nella\\s+|in\\s+questa\\s+)(?:immagine|foto|fotografia|illustrazione)(?:[\\s,]|$)", "^\\s*n(?:a|esta)\\s+(?:imagem|foto|fotografia|ilustração)(?:[\\s,]|$)", "^\\s*(?:op|in)\\s+(?:de|deze)\\s+(?:afbeelding|foto)(?:[\\s,]|$)", "^\\s*na\\s+(?:tym\\s+)?(?:zdjęciu|obrazku|fotografii|ilustracji)(?:[\\s,]|$)", "^\\s*zdjęcie\\s", "^\\s*на\\s+(?:этом\\s+|этой\\s+)?(?:фото|фотографии|изображении|картинке|снимке)\\s", "^\\s*(?:en\\s+|ett\\s+|et\\s+)?(?:bild|foto|fotografi|billede|bilde)\\s+(?:på|av|af)(?!\\s+v[äæe]gg)(?:\\s|$)", "^\\s*(?:この|こちらの)?(?:画像|写真|イラスト)(?:は(?!がき|め)|には(?!ま)|では(?!な)|:|：)", "^\\s*(?:[这這此该該][张張幅]?)?(?:图片|圖片|照片|图像|圖像|图|圖)(?:中|里|裡|(?:显示|顯示)(?![器屏螢])|展示(?![墙牆架板柜櫃区區会會厅廳])|描绘|為|为|:|：)", "^\\s*(?:تظهر|تُظهر|توضح|تعرض)\\s+(?:هذه\\s+)?الصورة(?:\\s|$)", "^\\s*(?:هذه\\s+)?الصورة\\s+(?:تظهر|تُظهر|توضح|تعرض)(?:\\s|$)", "^\\s*في\\s+(?:هذه\\s+)?الصورة(?:[\\s،]|$)"] }, { id: "alt_too_long", number: 6, check: "max_length", fields: ["alt"], severity: "warning", default_max: 125, message: "The alt text is longer than wanted; say the essential and leave the rest to the description." }, { id: "not_a_name", number: 7, check: "patterns", fields: ["alt", "title", "caption"], severity: "error", message: "This is a file name, an address, a camera number or a placeholder, not a text.", patterns: ["^\\s*\\S*\\.(?:jpe?g|jfif|png|gif|webp|avif|heic|tiff?|bmp|svg|pdf)\\s*$", "^\\s*(?:https?://|www\\.)\\S+\\s*$", "^\\s*(?:img|dsc|dscn|dscf|dscf|pict|pxl|mvimg|gopr|dji|imgp|p|sam|cimg|wp|vid|mg|imag|screenshot|image|photo|picture|scan|untitled|received|mmexport|snapchat)[\\s_\\-]*\\(?[0-9][0-9_\\-\\s().]*(?:copy|edited|scaled|hdr)?\\s*$", "^\\s*(?:screenshot|screen shot|bildschirmfoto|capture d['’]écran|captura de (?:pantalla|tela|ecrã)|schermata|schermafbeelding|zrzut ekranu|снимок экрана|スクリーンショット|屏幕截图|whatsapp (?:image|bild|imagen|imagem|immagine|afbeelding|画像|图片))\\s*[0-9].*$", "^\\s*[0-9][0-9\\s_.\\-x×]*\\s*$", "^\\s*(?:image|photo|picture|pic|untitled|placeholder|default|dummy|test|alt|alt text|(?:insert |your )?alt(?:ernative)? text here|alternative text|string|todo|tbd|n/?a|none|null|undefined|no description|bild|foto|imagen|immagine|imagem|unbenannt|sans titre|sin título|senza titolo|без названия|画像|写真|图片|صورة|lorem ipsum.*)\\s*[.!]?\\s*$", "^\\s*[a-z0-9]+(?:[_-][a-z0-9]+){2,}\\s*$", "^\\s*[0-9a-f]{16,}\\s*$", `^[\\s…·•*_\\-–—?!.,:;"'“”„«»()\\[\\]{}<>|/\\\\~+=#&^%$°、。，．・؟،]+$`] }, { id: "not_a_repeat", number: 8, check: "differs", fields: ["alt", "title", "caption", "description"], severity: "error", message: "Two fields, or a field and the text beside the picture, say the same; each must say something of its own." }, { id: "no_stuffing", number: 9, check: "stuffing", fields: ["alt", "title", "caption"], severity: "error", message: "Keywords are repeated or listed; write a phrase that a person would say.", separators: ",;|、，،؛", list_segments: 4, list_segment_words: 2, list_segment_letters: 8, most_repeats: 2, shortest_word: 4 }, { id: "one_plain_line", number: 10, check: "patterns", fields: ["alt", "title", "caption", "description"], severity: "error", message: "Write one line of plain text: no HTML or Markdown, no line break, no blank at either end.", patterns: ["[\\r\\n\\t\\v\\f]", "<[A-Za-z/!?]", "^ | $", "  ", "&(?:[a-z]{2,8}|#[0-9]{1,6}|#x[0-9a-f]{1,5});", "[\\x00-\\x08\\x0e-\\x1f\\x7f]", "[‪-‮⁦-⁩]", "\\*\\*[^*]+\\*\\*", "!?\\[[^\\]]*\\]\\([^)]*\\)", "^#{1,6} ", "`[^`]+`", "(?:javascript|data):[^ ]", "�", "\\\\u[0-9a-f]{4}", "^[\\-*•>+] (?!\\d)", "__[^_]+__"] }, { id: "good_file_name", number: 14, check: "filename", fields: ["filename"], severity: "error", message: "A file name is one to six lower-case ASCII words joined by hyphens, at most 80 bytes, without extension, size or orientation.", pattern: "^[a-z0-9]+(?:-[a-z0-9]+){0,5}$", max_bytes: 80, reserved: ["con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"], unasked: ["landscape-format", "portrait-format", "landscape-orientation", "portrait-orientation", "[0-9]{2,5}x[0-9]{2,5}", "scaled", "thumbnail", "small-size", "large-size", "full-size"] }, { id: "good_tags", number: 15, check: "tags", fields: ["tags"], severity: "error", message: "Use at most ten tags, in lower case, no two the same or nearly so.", most: 10, longest: 100 }];

  // assets-src/shared/rules/checks.js
  init_jsx();
  var BLANK = /[\s\p{Z}]+/u;
  var WORDS = /[\p{L}\p{N}]+/gu;
  var checks = {
    decorative: (rule, { value, decorative }) => decorative ? value !== "" : trimmed(value) === "",
    patterns: (rule, subject) => rule.patterns.some((pattern) => new RegExp(pattern, "iu").test(textOf(subject))),
    max_length: (rule, subject) => length(textOf(subject)) > (subject.maxLength ?? rule.default_max),
    differs: (rule, subject) => repeatsAnother(subject),
    stuffing: (rule, subject) => isStuffed(rule, textOf(subject).toLowerCase(), subject.keywords ?? []),
    filename: (rule, { value, asked: asked2 = "" }) => value !== "" && isBadFileName(rule, value, asked2),
    tags: (rule, { value }) => areBadTags(rule, value)
  };
  function isBroken(rule, subject) {
    if (!checks[rule.check]) {
      throw new Error(`Nobody knows the check ${rule.check}.`);
    }
    return checks[rule.check](rule, subject);
  }
  var length = (text) => [...text].length;
  var comparable = (text) => words(text.normalize("NFC").toLowerCase()).join(" ");
  function tagKey(tag) {
    const key = tag.toLowerCase().replace(/[\s\p{Z}_-]+/gu, "");
    for (const [ending, singular] of [["ies", "y"], ["s", ""]]) {
      if (key.endsWith(ending) && !/(?:ss|us)$/.test(key) && length(key) > ending.length + 2) {
        return key.slice(0, -ending.length) + singular;
      }
    }
    return key;
  }
  var textOf = ({ value }) => Array.isArray(value) ? value.join(" ") : value;
  var words = (text) => text.match(WORDS) ?? [];
  var trimmed = (text) => text.replace(/^[\s\p{Z}]+|[\s\p{Z}]+$/gu, "");
  function repeatsAnother({ field, value, others = {}, nearby = [] }) {
    const own = comparable(textOf({ value }));
    const rest2 = Object.entries(others).filter(([name]) => name !== field).map(([, text]) => text);
    return own !== "" && [...rest2, ...nearby].some((text) => comparable(text) === own);
  }
  function isStuffed(rule, text, keywords) {
    const all = words(text);
    const times = /* @__PURE__ */ new Map();
    all.filter((word) => length(word) >= rule.shortest_word).forEach((word) => times.set(word, (times.get(word) ?? 0) + 1));
    return isList(rule, text) || [...times.values()].some((number2) => number2 > rule.most_repeats) || keywords.some((keyword) => isTwice(keyword, all));
  }
  function isList(rule, text) {
    const separators = new Set(rule.separators);
    const pieces = [...text].reduce((found, letter) => separators.has(letter) ? [...found, ""] : [...found.slice(0, -1), found.at(-1) + letter], [""]).map(trimmed).filter((piece) => piece !== "");
    const most = rule.list_segment_words;
    const isShort = (piece) => piece.split(BLANK).length <= most && (isAscii(piece) || length(piece) <= rule.list_segment_letters * most);
    return pieces.length >= rule.list_segments && pieces.every(isShort);
  }
  var isAscii = (text) => [...text].every((letter) => letter.codePointAt(0) < 128);
  function isTwice(keyword, all) {
    const wanted2 = words(keyword.toLowerCase()).join("  ");
    return wanted2 !== "" && `  ${all.join("  ")}  `.split(` ${wanted2} `).length > 2;
  }
  function isBadFileName(rule, name, asked2) {
    const wish = asked2.toLowerCase().replaceAll(" ", "-");
    const hasUnasked = rule.unasked.some(
      (word) => new RegExp(`(?:^|-)(?:${word})(?:-|$)`).test(name) && !new RegExp(word).test(wish)
    );
    return hasUnasked || !new RegExp(rule.pattern).test(name) || new TextEncoder().encode(name).length > rule.max_bytes || rule.reserved.includes(name);
  }
  function areBadTags(rule, tags) {
    const isBad = (tag) => trimmed(tag) === "" || tag !== tag.toLowerCase() || length(tag) > rule.longest;
    return tags.length > rule.most || tags.some(isBad) || new Set(tags.map(tagKey)).size < tags.length;
  }

  // assets-src/shared/rules/rules.js
  var sentences = {
    decorative_empty: (0, import_i18n28.__)("A decorative image needs empty alt text; any other image needs alt text.", "picture-optimizer"),
    no_lead_in: (0, import_i18n28.__)("Leave out “image of” or “photo showing”: screen readers already say that it is an image.", "picture-optimizer"),
    alt_too_long: (0, import_i18n28.__)("Longer than recommended. Keep the essentials and move the rest to the description.", "picture-optimizer"),
    not_a_name: (0, import_i18n28.__)("This is a file name, a URL, a camera number, or a placeholder, not a description.", "picture-optimizer"),
    not_a_repeat: (0, import_i18n28.__)("This repeats another field. Each field should say something of its own.", "picture-optimizer"),
    no_stuffing: (0, import_i18n28.__)("Keywords are repeated or listed. Write a phrase that a person would say.", "picture-optimizer"),
    one_plain_line: (0, import_i18n28.__)("Use one line of plain text: no HTML or Markdown, no line breaks, no spaces at the ends.", "picture-optimizer"),
    good_file_name: (0, import_i18n28.__)(
      "Use one to six lowercase words joined by hyphens, without extension, size, or orientation.",
      "picture-optimizer"
    ),
    good_tags: (0, import_i18n28.__)("Use up to ten tags in lowercase, no two the same or nearly so.", "picture-optimizer")
  };
  function broken(subject) {
    return rules.filter((rule) => rule.fields.includes(subject.field) && isBroken(rule, subject)).map(({ id, severity, message }) => ({ id, severity, message: sentences[id] ?? message })).sort((one, other) => rank(one) - rank(other));
  }
  var rank = ({ severity }) => severity === "error" ? 0 : 1;
  var longestAlt = rules.find(({ check }) => check === "max_length").default_max;

  // assets-src/review/decisions.js
  var labels = {
    alt: (0, import_i18n29.__)("Alt text", "picture-optimizer"),
    title: (0, import_i18n29.__)("Title", "picture-optimizer"),
    caption: (0, import_i18n29.__)("Caption", "picture-optimizer"),
    description: (0, import_i18n29.__)("Description", "picture-optimizer")
  };
  function remembered(find) {
    const latest = /* @__PURE__ */ new WeakMap();
    return (item, decisions) => {
      const last = latest.get(item);
      if (last && last.decisions === decisions) {
        return last.found;
      }
      const found = find(item, decisions);
      latest.set(item, { decisions, found });
      return found;
    };
  }
  var flat = remembered(({ decisions: { fields, tags, file_name, places: places2 } }) => ({
    ...fields,
    tags: { ...tags, text: tags.text.join(", ") },
    file_name,
    places: places2,
    decorative: fields.alt.write && fields.alt.text === ""
  }));
  function sent({ tags, decorative, alt, ...others }, { seen } = {}) {
    return { ...others, seen, alt: decorative ? { text: "", write: true } : alt, tags: { ...tags, text: wordsOf(tags.text) } };
  }
  var wordsOf = (text) => text.split(",").map((word) => word.trim()).filter((word) => word !== "");
  function standing(item, decisions) {
    const names2 = Object.keys(labels);
    const stays = { ...item.present, ...item.title_is_file_name ? { title: "" } : {} };
    const text = (name) => decisions[name].write ? decisions[name].text : stays[name];
    return { ...Object.fromEntries(names2.map((name) => [name, text(name)])), alt: decisions.decorative ? "" : text("alt") };
  }
  var faults = remembered((item, decisions) => {
    const others = standing(item, decisions);
    const common2 = { others, decorative: decisions.decorative, maxLength: item.max_alt_length };
    const judged = Object.keys(labels).filter((name) => decisions[name].write && (others[name] !== "" || name === "alt")).map((field) => ({ ...common2, field, value: others[field] }));
    if (decisions.tags.write) {
      judged.push({ field: "tags", value: wordsOf(decisions.tags.text) });
    }
    if (item.renames && decisions.file_name !== "") {
      judged.push({ field: "filename", value: decisions.file_name });
    }
    const found = judged.map((subject) => [subject.field, broken(subject)]);
    return Object.fromEntries(found.filter(([, rules2]) => rules2.length > 0));
  });
  var hasErrors = (found) => Object.values(found).flat().some(({ severity }) => severity === "error");

  // assets-src/review/csv.js
  var TEXTS = [...Object.keys(labels), "tags", "file_name"];
  var COLUMNS = ["id", "file", "decorative", ...TEXTS];
  function toCsv(items, decisionsOf) {
    const lines = items.map((item) => {
      const decisions = decisionsOf(item);
      const texts = TEXTS.map((name) => decisions[name].text ?? decisions[name]);
      return [item.attachment_id, item.file, decisions.decorative ? "yes" : "", ...texts];
    });
    return `\uFEFF${import_papaparse.default.unparse({ fields: COLUMNS, data: lines }, { escapeFormulae: true })}`;
  }
  function readCsv(text, items, decisionsOf) {
    const { data } = import_papaparse.default.parse(text.replace(/^\ufeff/, ""), { header: true, skipEmptyLines: "greedy" });
    const byId = new Map(items.map((item) => [String(item.attachment_id), item]));
    const found = [];
    let unknown = 0;
    for (const line of data) {
      const item = byId.get(String(line.id ?? "").trim());
      if (item) {
        found.push({ item, changes: changesOf(line, decisionsOf(item)) });
      } else {
        unknown += 1;
      }
    }
    return { found: found.filter(({ changes }) => Object.keys(changes).length > 0), unknown };
  }
  function changesOf(line, decisions) {
    const changes = {};
    for (const name of TEXTS.filter((each2) => line[each2] !== void 0)) {
      const text = withoutApostrophe(line[name]).trim();
      if (text !== (decisions[name].text ?? decisions[name])) {
        changes[name] = name === "file_name" ? text : { text, write: true };
      }
    }
    const decorative = line.decorative === void 0 ? decisions.decorative : /^(yes|true|1|x)$/i.test(line.decorative.trim());
    if (decorative !== decisions.decorative) {
      changes.decorative = decorative;
    }
    return changes;
  }
  var withoutApostrophe = (text) => text.replace(/^'(?=[=+\-@\t\r])/, "");

  // assets-src/review/Field.jsx
  init_jsx();
  var import_element19 = __toESM(require_element());
  var import_i18n30 = __toESM(require_i18n());

  // assets-src/review/differences.js
  init_jsx();
  var MOST_WORDS = 300;
  function differences(before, after) {
    const a = words2(`${before} `);
    const b = words2(`${after} `);
    const length2 = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i2 = a.length - 1; i2 >= 0; i2 -= 1) {
      for (let j2 = b.length - 1; j2 >= 0; j2 -= 1) {
        length2[i2][j2] = a[i2] === b[j2] ? length2[i2 + 1][j2 + 1] + 1 : Math.max(length2[i2 + 1][j2], length2[i2][j2 + 1]);
      }
    }
    const found = [];
    const add = (kind, text) => {
      found.at(-1)?.kind === kind ? found.at(-1).text += text : found.push({ kind, text });
    };
    let i = 0;
    let j = 0;
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) {
        add("same", a[i]);
        i += 1;
        j += 1;
      } else if (j === b.length || i < a.length && length2[i + 1][j] >= length2[i][j + 1]) {
        add("gone", a[i]);
        i += 1;
      } else {
        add("new", b[j]);
        j += 1;
      }
    }
    return found;
  }
  function words2(text) {
    const all = text.match(/\S+\s*/g) ?? [];
    return all.length <= MOST_WORDS ? all : [...all.slice(0, MOST_WORDS), all.slice(MOST_WORDS).join("")];
  }

  // assets-src/review/Field.jsx
  function Field2({ name, label: label3, rows, value, present, byPerson = false, faults: faults2 = [], most = 0, onChange }) {
    const id = (0, import_element19.useId)();
    const differs = present !== "" && present !== value.text;
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: value.write ? "picopt-field" : "picopt-field picopt-kept" }, /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-field-head" }, /* @__PURE__ */ (0, import_element.createElement)("label", { htmlFor: id }, label3), /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-count" }, most !== null && count(length(value.text), most)), /* @__PURE__ */ (0, import_element.createElement)("label", null, /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "checkbox",
        checked: value.write,
        onChange: (event) => onChange({ ...value, write: event.target.checked })
      }
    ), " ", present === "" ? (0, import_i18n30.__)("Use this", "picture-optimizer") : (0, import_i18n30.__)("Replace existing text", "picture-optimizer"), /* @__PURE__ */ (0, import_element.createElement)("span", { className: "screen-reader-text" }, ": ", label3))), /* @__PURE__ */ (0, import_element.createElement)(
      "textarea",
      {
        id,
        "data-picopt-field": name,
        rows,
        value: value.text,
        "aria-describedby": `${id}-faults`,
        onChange: (event) => onChange({ text: event.target.value, write: true })
      }
    ), /* @__PURE__ */ (0, import_element.createElement)("div", { id: `${id}-faults` }, faults2.map(({ id: rule, severity, message }) => /* @__PURE__ */ (0, import_element.createElement)("p", { key: rule, className: `picopt-fault picopt-fault-${severity}` }, message))), differs && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-present" }, byPerson ? (0, import_i18n30.__)("Written by someone on your team:", "picture-optimizer") : (0, import_i18n30.__)("Existing text:", "picture-optimizer"), " ", value.write ? /* @__PURE__ */ (0, import_element.createElement)(Difference, { before: present, after: value.text }) : /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, quoted(present), " ", /* @__PURE__ */ (0, import_element.createElement)("strong", null, (0, import_i18n30.__)("This stays.", "picture-optimizer")))));
  }
  function count(characters, most) {
    return most === 0 ? number(characters) : (
      /* translators: 1: number of characters, 2: recommended maximum */
      (0, import_i18n30.sprintf)((0, import_i18n30._x)("%1$d of %2$d", "characters", "picture-optimizer"), characters, most)
    );
  }
  function Difference({ before, after }) {
    return /* @__PURE__ */ (0, import_element.createElement)("span", null, differences(before, after).map(({ kind, text }, place) => {
      if (kind === "same") {
        return text;
      }
      return kind === "gone" ? /* @__PURE__ */ (0, import_element.createElement)("del", { key: place }, text) : /* @__PURE__ */ (0, import_element.createElement)("ins", { key: place }, text);
    }));
  }

  // assets-src/review/CsvTools.jsx
  function CsvTools({ items, decisions }) {
    const [read, setRead] = (0, import_element20.useState)(null);
    const download = () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([toCsv(items, decisions.of)], { type: "text/csv;charset=utf-8" }));
      link.download = "image-metadata.csv";
      link.click();
      URL.revokeObjectURL(link.href);
    };
    const open2 = async (event) => {
      const [file] = event.currentTarget.files;
      if (file) {
        setRead(readCsv(await file.text(), items, decisions.of));
      }
    };
    const forget = (event) => {
      event.currentTarget.value = "";
    };
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-csv" }, /* @__PURE__ */ (0, import_element.createElement)(import_components14.Button, { variant: "tertiary", onClick: download, disabled: items.length === 0, accessibleWhenDisabled: true }, (0, import_i18n31.__)("Download CSV", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components14.FormFileUpload, { accept: ".csv,text/csv", onClick: forget, onChange: open2, variant: "tertiary", __next40pxDefaultSize: true }, (0, import_i18n31.__)("Import CSV", "picture-optimizer")), read && /* @__PURE__ */ (0, import_element.createElement)(
      Differences,
      {
        read,
        decisions,
        onClose: () => setRead(null),
        onApply: () => {
          read.found.forEach(({ item, changes }) => decisions.change(item, changes));
          setRead(null);
        }
      }
    ));
  }
  function Differences({ read: { found, unknown }, decisions, onApply, onClose }) {
    return /* @__PURE__ */ (0, import_element.createElement)(import_components14.Modal, { title: (0, import_i18n31.__)("Changes in this table", "picture-optimizer"), overlayClassName: "picopt-overlay", onRequestClose: onClose }, unknown > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, counted(
      /* translators: %d: number of rows */
      (0, import_i18n31._n)("%d row matches no image here and is ignored.", "%d rows match no image here and are ignored.", unknown, "picture-optimizer"),
      unknown
    )), found.length === 0 && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n31.__)("This table changes nothing.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("ul", { className: "picopt-differences" }, found.map(({ item, changes }) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: item.id }, /* @__PURE__ */ (0, import_element.createElement)("strong", null, item.file), /* @__PURE__ */ (0, import_element.createElement)("dl", null, Object.entries(changes).map(([name, value]) => /* @__PURE__ */ (0, import_element.createElement)(Change, { key: name, name, before: decisions.of(item)[name], after: value })))))), /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n31.__)("Changes are saved for review. Nothing is published before you approve it.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(import_components14.Button, { variant: "tertiary", onClick: onClose }, (0, import_i18n31.__)("Cancel", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components14.Button, { variant: "primary", onClick: onApply, disabled: found.length === 0, accessibleWhenDisabled: true }, counted(
      /* translators: %d: number of images */
      (0, import_i18n31._n)("Change %d image", "Change %d images", found.length, "picture-optimizer"),
      found.length
    ))));
  }
  var names = {
    ...labels,
    tags: (0, import_i18n31.__)("Tags", "picture-optimizer"),
    file_name: (0, import_i18n31.__)("File name", "picture-optimizer"),
    decorative: (0, import_i18n31.__)("Decorative", "picture-optimizer")
  };
  function Change({ name, before, after }) {
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("dt", null, names[name]), /* @__PURE__ */ (0, import_element.createElement)("dd", null, /* @__PURE__ */ (0, import_element.createElement)(Difference, { before: asText(before), after: asText(after) })));
  }
  function asText(value) {
    if (typeof value === "boolean") {
      return value ? (0, import_i18n31.__)("yes", "picture-optimizer") : (0, import_i18n31.__)("no", "picture-optimizer");
    }
    return value.text ?? value;
  }

  // assets-src/review/DeskItem.jsx
  init_jsx();
  var import_components17 = __toESM(require_components());
  var import_element22 = __toESM(require_element());
  var import_i18n33 = __toESM(require_i18n());

  // assets-src/review/Badges.jsx
  init_jsx();
  function Badges({ doubts }) {
    return doubts.length === 0 ? null : /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-badges" }, doubts.map(({ kind, text }) => /* @__PURE__ */ (0, import_element.createElement)("span", { key: kind, className: `picopt-badge picopt-doubt-${kind}` }, text)));
  }

  // assets-src/review/Enlarged.jsx
  init_jsx();
  var import_components15 = __toESM(require_components());
  function Enlarged({ item, onClose }) {
    return /* @__PURE__ */ (0, import_element.createElement)(import_components15.Modal, { title: item.file, onRequestClose: onClose, className: "picopt-enlarged", overlayClassName: "picopt-overlay", isFullScreen: true }, /* @__PURE__ */ (0, import_element.createElement)("img", { src: item.full, alt: item.present.alt }));
  }

  // assets-src/review/Regenerate.jsx
  init_jsx();
  var import_components16 = __toESM(require_components());
  var import_element21 = __toESM(require_element());
  var import_i18n32 = __toESM(require_i18n());
  function Regenerate({ item, busy, open: open2, onOpen, onAsk }) {
    const [wish, setWish] = (0, import_element21.useState)("");
    const id = (0, import_element21.useId)();
    const field = (0, import_element21.useRef)(null);
    (0, import_element21.useEffect)(() => {
      if (open2) {
        field.current.focus();
      }
    }, [open2]);
    const isFree = item.regenerated === 0;
    const onKeyDown = (event) => {
      if (event.key === "Escape" && !busy) {
        event.preventDefault();
        onOpen(false);
      }
    };
    if (!open2) {
      return /* @__PURE__ */ (0, import_element.createElement)(
        import_components16.Button,
        {
          variant: "tertiary",
          onClick: () => onOpen(true),
          disabled: busy,
          accessibleWhenDisabled: true,
          "aria-label": (0, import_i18n32.sprintf)(
            /* translators: %s: name of a file */
            (0, import_i18n32.__)("Regenerate metadata for %s", "picture-optimizer"),
            item.file
          )
        },
        (0, import_i18n32.__)("Regenerate…", "picture-optimizer")
      );
    }
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-another", role: "group", "aria-labelledby": `${id}-label` }, /* @__PURE__ */ (0, import_element.createElement)("label", { id: `${id}-label`, htmlFor: id }, (0, import_i18n32.__)("What should be different? (optional)", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        ref: field,
        id,
        type: "text",
        maxLength: 500,
        value: wish,
        onKeyDown,
        onChange: (event) => setWish(event.target.value)
      }
    ), /* @__PURE__ */ (0, import_element.createElement)("p", null, isFree ? (0, import_i18n32.__)("Regenerating is free once for each image; after that it costs up to 1 credit each time.", "picture-optimizer") : (0, import_i18n32.__)("This costs up to 1 credit.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(
      import_components16.Button,
      {
        variant: "secondary",
        onClick: () => onAsk(wish),
        onKeyDown,
        disabled: busy,
        isBusy: busy,
        accessibleWhenDisabled: true
      },
      isFree ? (0, import_i18n32.__)("Regenerate", "picture-optimizer") : (0, import_i18n32.__)("Regenerate for 1 credit", "picture-optimizer")
    ), /* @__PURE__ */ (0, import_element.createElement)(import_components16.Button, { variant: "tertiary", onClick: () => onOpen(false), onKeyDown, disabled: busy, accessibleWhenDisabled: true }, (0, import_i18n32.__)("Cancel", "picture-optimizer")));
  }

  // assets-src/review/DeskItem.jsx
  function DeskItem({ item, decisions, doubts, busy, asking, field, onChange, onApprove, onAsk, onAsking }) {
    const [large, setLarge] = (0, import_element22.useState)(false);
    const box = (0, import_element22.useRef)(null);
    useGoOn(box, field);
    const found = faults(item, decisions);
    const setField = (name) => (value) => onChange({ [name]: value });
    return /* @__PURE__ */ (0, import_element.createElement)("section", { ref: box, tabIndex: -1, className: "picopt-desk-item", "aria-label": item.file }, /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-desk-picture" }, item.large && /* @__PURE__ */ (0, import_element.createElement)(
      "button",
      {
        type: "button",
        onClick: () => setLarge(true),
        "aria-label": (0, import_i18n33.sprintf)((0, import_i18n33.__)("Enlarge %s", "picture-optimizer"), item.file)
      },
      /* @__PURE__ */ (0, import_element.createElement)("img", { src: item.large, alt: "" })
    ), /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-files" }, item.file), /* @__PURE__ */ (0, import_element.createElement)(Badges, { doubts })), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-desk-fields" }, item.silent && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, (0, import_i18n33.sprintf)(
      /* translators: %s: a sentence that says why */
      (0, import_i18n33.__)("No text was suggested. %s Write it here, or approve the image without it.", "picture-optimizer"),
      item.note
    )), /* @__PURE__ */ (0, import_element.createElement)(
      import_components17.CheckboxControl,
      {
        label: (0, import_i18n33.__)("Decorative (empty alt text: screen readers skip it)", "picture-optimizer"),
        checked: decisions.decorative,
        onChange: (decorative) => onChange({ decorative, alt: { ...decisions.alt, write: true } }),
        __nextHasNoMarginBottom: true
      }
    ), Object.keys(labels).filter((name) => name !== "alt" || !decisions.decorative).map((name) => /* @__PURE__ */ (0, import_element.createElement)(
      Field2,
      {
        key: name,
        name,
        label: labels[name],
        rows: { alt: 2, description: 3 }[name] ?? 1,
        value: decisions[name],
        present: item.present[name],
        byPerson: item.by_person.includes(name),
        faults: found[name],
        most: name === "alt" ? item.max_alt_length || longestAlt : 0,
        onChange: setField(name)
      }
    )), /* @__PURE__ */ (0, import_element.createElement)(
      Field2,
      {
        name: "tags",
        label: (0, import_i18n33.__)("Tags, separated by commas", "picture-optimizer"),
        rows: 1,
        value: decisions.tags,
        present: "",
        faults: found.tags,
        most: null,
        onChange: setField("tags")
      }
    ), item.renames && /* @__PURE__ */ (0, import_element.createElement)(FileName, { value: decisions.file_name, faults: found.filename, onChange: setField("file_name") }), /* @__PURE__ */ (0, import_element.createElement)(Places, { id: item.attachment_id, texts: decisions.places, onChange: setField("places") }), item.note && !item.silent && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, item.note), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, item.regenerable && /* @__PURE__ */ (0, import_element.createElement)(Regenerate, { item, busy, open: asking, onOpen: onAsking, onAsk }), /* @__PURE__ */ (0, import_element.createElement)(import_components17.Button, { variant: "secondary", onClick: onApprove, disabled: busy, isBusy: busy, accessibleWhenDisabled: true }, approveLabel(item, hasErrors(found)))), /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-keys" }, (0, import_i18n33.__)(
      "Keyboard: Ctrl or ⌘ + Enter approves, Alt + ↓ and Alt + ↑ go to the next and previous image, Alt + R regenerates.",
      "picture-optimizer"
    ))), large && /* @__PURE__ */ (0, import_element.createElement)(Enlarged, { item, onClose: () => setLarge(false) }));
  }
  function useGoOn(box, field) {
    (0, import_element22.useLayoutEffect)(() => {
      const { activeElement, body } = box.current.ownerDocument;
      if (activeElement === body) {
        (box.current.querySelector(`[data-picopt-field="${field}"]`) ?? box.current).focus();
      }
    }, []);
  }
  function approveLabel(item, isFaulty) {
    if (isFaulty) {
      return (0, import_i18n33.__)("Approve anyway", "picture-optimizer");
    }
    return item.exports ? (0, import_i18n33.__)("Approve and export", "picture-optimizer") : (0, import_i18n33.__)("Approve", "picture-optimizer");
  }
  function FileName({ value, faults: found = [], onChange }) {
    const id = (0, import_element22.useId)();
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-field" }, /* @__PURE__ */ (0, import_element.createElement)("label", { htmlFor: id }, (0, import_i18n33.__)("File name", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        id,
        "data-picopt-field": "file_name",
        type: "text",
        value,
        "aria-describedby": `${id}-faults`,
        onChange: (event) => onChange(event.target.value)
      }
    ), /* @__PURE__ */ (0, import_element.createElement)("div", { id: `${id}-faults` }, found.map(({ id: rule, severity, message }) => /* @__PURE__ */ (0, import_element.createElement)("p", { key: rule, className: `picopt-fault picopt-fault-${severity}` }, message))));
  }

  // assets-src/review/doubts.js
  init_jsx();
  var import_i18n34 = __toESM(require_i18n());
  var SURE2 = 0.6;
  var doubtsOf = remembered((item, decisions) => {
    const found = faults(item, decisions);
    return [
      hasErrors(found) && { kind: "error", weight: 8, text: (0, import_i18n34.__)("Breaks a rule", "picture-optimizer") },
      item.silent && { kind: "silent", weight: 6, text: (0, import_i18n34.__)("No suggestion", "picture-optimizer") },
      !item.silent && item.confidence < SURE2 && { kind: "unsure", weight: 4, text: (0, import_i18n34.__)("Low confidence", "picture-optimizer") },
      item.by_person.length > 0 && { kind: "person", weight: 2, text: (0, import_i18n34.__)("Has text by your team", "picture-optimizer") },
      item.draft && { kind: "draft", weight: 1, text: (0, import_i18n34.__)("Draft", "picture-optimizer") }
    ].filter(Boolean);
  });
  var weight = (doubts) => doubts.reduce((sum, doubt) => sum + doubt.weight, 0);
  function inOrder(items, initial) {
    return items.map((item) => ({ item, weight: weight(doubtsOf(item, initial(item))) })).sort(
      (one, other) => other.weight - one.weight || one.item.confidence - other.item.confidence || one.item.id - other.item.id
    ).map(({ item }) => item);
  }
  var isDoubtful = (doubts) => doubts.some(({ kind }) => kind !== "draft");
  var filters = {
    all: { label: (0, import_i18n34.__)("All", "picture-optimizer"), shows: () => true },
    doubtful: {
      label: (0, import_i18n34.__)("Needs a closer look", "picture-optimizer"),
      shows: isDoubtful
    },
    errors: { label: (0, import_i18n34.__)("Breaks a rule", "picture-optimizer"), shows: (doubts) => doubts.some(({ kind }) => kind === "error") },
    clear: {
      label: (0, import_i18n34.__)("Looks right", "picture-optimizer"),
      shows: (doubts) => !isDoubtful(doubts)
    }
  };

  // assets-src/review/Thumbnails.jsx
  init_jsx();
  var import_element23 = __toESM(require_element());
  var import_i18n35 = __toESM(require_i18n());
  function Thumbnails({ items, doubts, current, onChoose }) {
    const list = (0, import_element23.useRef)(null);
    (0, import_element23.useEffect)(() => {
      list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }, [current?.id]);
    return /* @__PURE__ */ (0, import_element.createElement)("ol", { ref: list, className: "picopt-desk-list", "aria-label": (0, import_i18n35.__)("Images to review", "picture-optimizer") }, items.map((item) => /* @__PURE__ */ (0, import_element.createElement)(
      Thumbnail,
      {
        key: item.id,
        item,
        doubts: doubts.get(item.id),
        isCurrent: item.id === current?.id,
        onChoose
      }
    )));
  }
  var Thumbnail = (0, import_element23.memo)(({ item, doubts, isCurrent, onChoose }) => /* @__PURE__ */ (0, import_element.createElement)("li", null, /* @__PURE__ */ (0, import_element.createElement)("button", { type: "button", "aria-current": isCurrent, onClick: () => onChoose(item.id) }, item.thumbnail && /* @__PURE__ */ (0, import_element.createElement)("img", { src: item.thumbnail, alt: "", width: "48", height: "48", loading: "lazy" }), /* @__PURE__ */ (0, import_element.createElement)("span", null, /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-files" }, item.file), /* @__PURE__ */ (0, import_element.createElement)(Badges, { doubts })))));

  // assets-src/review/useDecisions.js
  init_jsx();
  var import_element24 = __toESM(require_element());

  // assets-src/review/Saves.js
  init_jsx();
  var KEEP_MS = 800;
  var AGAIN_MS = 5e3;
  var AT_ONCE = 4;
  var OUTLIVES_BYTES = 6e4;
  var _problems, _waiting, _underWay, _outlives, _desk, _turn, _say, _stop, _isClosed, _Saves_instances, finish_fn, drop_fn, tell_fn, save_fn, send_fn, failed_fn, goOn_fn, last_fn, leave_fn, isAtRisk_fn;
  var Saves = class {
    // `say` hears why some words are not on the site yet, of the latest such image; null when all are.
    constructor(say3) {
      __privateAdd(this, _Saves_instances);
      __privateAdd(this, _problems, /* @__PURE__ */ new Map());
      __privateAdd(this, _waiting, /* @__PURE__ */ new Map());
      __privateAdd(this, _underWay, /* @__PURE__ */ new Map());
      __privateAdd(this, _outlives, 0);
      __privateAdd(this, _desk, Math.random().toString(36).slice(2));
      __privateAdd(this, _turn, 0);
      __privateAdd(this, _say);
      __privateAdd(this, _stop, () => {
      });
      __privateAdd(this, _isClosed, false);
      __privateSet(this, _say, say3);
    }
    // Whoever closes the tab has typed their last words, too; the browser asks before where they might not arrive.
    watch() {
      __privateGet(this, _stop).call(this);
      __privateSet(this, _isClosed, false);
      const leave = () => __privateMethod(this, _Saves_instances, leave_fn).call(this);
      const ask2 = (event) => __privateMethod(this, _Saves_instances, isAtRisk_fn).call(this) && event.preventDefault();
      window.addEventListener("pagehide", leave);
      window.addEventListener("beforeunload", ask2);
      __privateSet(this, _stop, () => {
        window.removeEventListener("pagehide", leave);
        window.removeEventListener("beforeunload", ask2);
      });
      return () => __privateMethod(this, _Saves_instances, finish_fn).call(this);
    }
    add(id, decisions, after = KEEP_MS) {
      clearTimeout(__privateGet(this, _waiting).get(id)?.timer);
      __privateGet(this, _waiting).set(id, { decisions, timer: setTimeout(() => __privateMethod(this, _Saves_instances, save_fn).call(this, id), after) });
    }
    // What is sent along with an approval need not be kept before, and must not arrive after it.
    async forget(id) {
      __privateMethod(this, _Saves_instances, drop_fn).call(this, id);
      while (__privateGet(this, _underWay).has(id)) {
        await __privateGet(this, _underWay).get(id).answered;
        __privateMethod(this, _Saves_instances, drop_fn).call(this, id);
      }
    }
    // Of images that no longer wait for a person nothing can be kept.
    forgetOthers(ids) {
      [...__privateGet(this, _problems).keys(), ...__privateGet(this, _waiting).keys()].filter((id) => !ids.includes(id)).forEach((id) => __privateMethod(this, _Saves_instances, drop_fn).call(this, id));
    }
  };
  _problems = new WeakMap();
  _waiting = new WeakMap();
  _underWay = new WeakMap();
  _outlives = new WeakMap();
  _desk = new WeakMap();
  _turn = new WeakMap();
  _say = new WeakMap();
  _stop = new WeakMap();
  _isClosed = new WeakMap();
  _Saves_instances = new WeakSet();
  // The desk is closed and the page stays: what waits goes now, and the tab is watched until all has arrived.
  finish_fn = function() {
    __privateSet(this, _isClosed, true);
    [...__privateGet(this, _waiting).keys()].forEach((id) => __privateMethod(this, _Saves_instances, save_fn).call(this, id));
    __privateMethod(this, _Saves_instances, goOn_fn).call(this);
  };
  drop_fn = function(id) {
    clearTimeout(__privateGet(this, _waiting).get(id)?.timer);
    __privateGet(this, _waiting).delete(id);
    __privateMethod(this, _Saves_instances, tell_fn).call(this, id, null);
  };
  tell_fn = function(id, problem) {
    __privateGet(this, _problems).delete(id);
    if (problem) {
      __privateGet(this, _problems).set(id, problem);
    }
    __privateGet(this, _say).call(this, [...__privateGet(this, _problems).values()].at(-1) ?? null);
  };
  save_fn = function(id) {
    const kept2 = __privateGet(this, _waiting).get(id);
    clearTimeout(kept2.timer);
    const ordinary = [...__privateGet(this, _underWay).values()].filter(({ outlives }) => outlives === 0);
    if (__privateGet(this, _underWay).has(id) || ordinary.length >= AT_ONCE) {
      kept2.isDue = true;
    } else {
      __privateMethod(this, _Saves_instances, send_fn).call(this, id, kept2.decisions);
    }
  };
  send_fn = function(id, decisions, outlives = 0) {
    clearTimeout(__privateGet(this, _waiting).get(id)?.timer);
    __privateGet(this, _waiting).delete(id);
    __privateSet(this, _outlives, __privateGet(this, _outlives) + outlives);
    const earlier = __privateGet(this, _underWay).get(id);
    const mine = { decisions, outlives };
    const isLast = () => __privateGet(this, _underWay).get(id) === mine;
    const request = keepDecisions(id, decisions, { desk: __privateGet(this, _desk), turn: ++__privateWrapper(this, _turn)._, keepalive: outlives > 0 }).then(
      () => isLast() && __privateMethod(this, _Saves_instances, tell_fn).call(this, id, null),
      (error) => isLast() && __privateMethod(this, _Saves_instances, failed_fn).call(this, id, decisions, problemOf(error))
    ).then(() => {
      __privateSet(this, _outlives, __privateGet(this, _outlives) - outlives);
    });
    mine.answered = Promise.all([request, earlier?.answered]).then(() => {
      if (isLast()) {
        __privateGet(this, _underWay).delete(id);
      }
      __privateMethod(this, _Saves_instances, goOn_fn).call(this);
    });
    __privateGet(this, _underWay).set(id, mine);
  };
  failed_fn = function(id, decisions, problem) {
    __privateMethod(this, _Saves_instances, tell_fn).call(this, id, problem);
    if (problem.passes && !__privateGet(this, _waiting).has(id)) {
      this.add(id, decisions, AGAIN_MS);
    }
  };
  goOn_fn = function() {
    [...__privateGet(this, _waiting)].filter(([, { isDue }]) => isDue).forEach(([id]) => __privateMethod(this, _Saves_instances, save_fn).call(this, id));
    if (__privateGet(this, _isClosed) && __privateGet(this, _waiting).size + __privateGet(this, _underWay).size === 0) {
      __privateGet(this, _stop).call(this);
    }
  };
  // What a closing tab has to send: words that wait, and those whose request would end with the tab.
  last_fn = function() {
    const ending = [...__privateGet(this, _underWay)].filter(([id, { outlives }]) => outlives === 0 && !__privateGet(this, _waiting).has(id));
    const all = [...__privateGet(this, _waiting), ...ending];
    return all.map(([id, { decisions }]) => ({ id, decisions, weight: weightOf(decisions) }));
  };
  // Also over earlier words that have no answer yet: the site tells by their turn which are the last.
  leave_fn = function() {
    __privateMethod(this, _Saves_instances, last_fn).call(this).forEach(({ id, decisions, weight: weight2 }) => {
      if (__privateGet(this, _outlives) + weight2 <= OUTLIVES_BYTES) {
        __privateMethod(this, _Saves_instances, send_fn).call(this, id, decisions, weight2);
      } else if (__privateGet(this, _waiting).has(id)) {
        __privateMethod(this, _Saves_instances, save_fn).call(this, id);
      }
    });
  };
  isAtRisk_fn = function() {
    const weight2 = __privateMethod(this, _Saves_instances, last_fn).call(this).reduce((sum, last) => sum + last.weight, __privateGet(this, _outlives));
    return __privateGet(this, _problems).size > 0 || weight2 > OUTLIVES_BYTES;
  };

  // assets-src/review/useDecisions.js
  var nameOf = (item) => `${item.id} ${item.regenerated}`;
  function useDecisions() {
    const [typed, setTyped] = (0, import_element24.useState)({});
    const [problem, setProblem] = (0, import_element24.useState)(null);
    const [saves] = (0, import_element24.useState)(() => new Saves(setProblem));
    (0, import_element24.useEffect)(() => saves.watch(), [saves]);
    const latest = (0, import_element24.useRef)(typed);
    latest.current = typed;
    const of = (item) => latest.current[nameOf(item)] ?? flat(item);
    const change2 = (item, changes) => {
      const decisions = { ...of(item), ...changes };
      setTyped((all) => ({ ...all, [nameOf(item)]: decisions }));
      saves.add(item.id, sent(decisions, item));
    };
    const forget = ({ id }) => saves.forget(id);
    const keep2 = (item) => latest.current[nameOf(item)] && change2(item, {});
    const forgetOthers = (items) => saves.forgetOthers(items.map(({ id }) => id));
    return { of, change: change2, forget, keep: keep2, forgetOthers, problem };
  }

  // assets-src/review/useItems.js
  init_jsx();
  var import_element25 = __toESM(require_element());
  var PAUSE_MS3 = 2500;
  var OVERLAP_SECONDS = 5;
  var nameOf2 = (item) => `${item.id} ${item.regenerated}`;
  function useItems(job, onWhole) {
    const [items, setItems] = (0, import_element25.useState)(null);
    const [working, setWorking] = (0, import_element25.useState)(0);
    const [isWhole, setWhole] = (0, import_element25.useState)(false);
    const gone = (0, import_element25.useRef)(/* @__PURE__ */ new Set());
    const known2 = (0, import_element25.useRef)({ items: /* @__PURE__ */ new Map(), since: 0 });
    const isWanted = (0, import_element25.useRef)(true);
    (0, import_element25.useEffect)(() => {
      isWanted.current = true;
      return () => {
        isWanted.current = false;
      };
    }, []);
    const left = (all) => [...all.values()].filter((item) => !gone.current.has(nameOf2(item)));
    const look = async (since) => {
      const { items: before } = known2.current;
      const found = /* @__PURE__ */ new Map();
      const page = await textsInReview(job, since, ({ items: some }) => {
        some.forEach((item) => found.set(item.id, item));
        isWanted.current && setItems(left(new Map([...before, ...found])));
        return isWanted.current;
      });
      if (!isWanted.current) {
        return null;
      }
      const now = since > 0 ? new Map([...before, ...found]) : found;
      known2.current = { items: now, since: Math.max(1, page.now - OVERLAP_SECONDS) };
      return since > 0 && page.waiting < left(now).length ? look(0) : page;
    };
    const underWay = (0, import_element25.useRef)(null);
    const update = () => {
      underWay.current ?? (underWay.current = look(known2.current.since).finally(() => {
        underWay.current = null;
      }));
      return underWay.current;
    };
    const { problem, refresh } = usePolling(
      async () => {
        if (working > 0) {
          await tick(job);
        }
        const page = await update();
        if (page === null) {
          return false;
        }
        const now = left(known2.current.items);
        setItems(now);
        setWorking(page.working);
        setWhole(true);
        onWhole(now);
        return page.working > 0;
      },
      job,
      PAUSE_MS3
    );
    const leave = (0, import_element25.useCallback)((item) => {
      gone.current.add(nameOf2(item));
      setItems((all) => all.filter((other) => nameOf2(other) !== nameOf2(item)));
    }, []);
    return { items, isWhole, working, problem, refresh, leave };
  }

  // assets-src/review/useShortcuts.js
  init_jsx();
  var isCommand = (event) => event.ctrlKey || event.metaKey;
  function useShortcuts({ approve, next, previous, regenerate: regenerate2 }) {
    return (event) => {
      const action = {
        Enter: isCommand(event) && approve,
        ArrowDown: event.altKey && next,
        ArrowUp: event.altKey && previous,
        KeyR: event.altKey && regenerate2
      }[event.code === "KeyR" ? "KeyR" : event.key];
      if (action) {
        event.preventDefault();
        action();
      }
    };
  }

  // assets-src/review/Review.jsx
  var CONFLICT = 409;
  var TOGETHER = 20;
  function Review({ job, onDone, onClose }) {
    const [current, setCurrent] = (0, import_element26.useState)(0);
    const [filter, setFilter] = (0, import_element26.useState)("all");
    const [runs, setRuns] = (0, import_element26.useState)(0);
    const busy = runs > 0;
    const [refused, setRefused] = (0, import_element26.useState)(null);
    const [said3, setSaid] = (0, import_element26.useState)("");
    const field = (0, import_element26.useRef)("");
    const sending = (0, import_element26.useRef)(/* @__PURE__ */ new Set());
    const decisions = useDecisions();
    const approving = (0, import_element26.useRef)({ isWanted: true, wake: () => {
    } });
    (0, import_element26.useEffect)(() => {
      const loop = approving.current;
      loop.isWanted = true;
      return () => {
        loop.isWanted = false;
        loop.wake();
      };
    }, []);
    const { items, isWhole, working, problem, refresh, leave } = useItems(job, (left) => {
      decisions.forgetOthers(left);
      if (left.length === 0) {
        onDone();
      }
    });
    const ordered = (0, import_element26.useMemo)(() => inOrder(items ?? [], flat), [items]);
    const doubts = new Map(ordered.map((item) => [item.id, doubtsOf(item, decisions.of(item))]));
    const shown = ordered.filter((item) => item.id === current || filters[filter].shows(doubts.get(item.id)));
    const chosen = shown.find((item) => item.id === current) ?? shown[0];
    (0, import_element26.useEffect)(() => setCurrent(chosen?.id ?? 0), [chosen?.id, current]);
    const latest = (0, import_element26.useRef)(shown);
    latest.current = shown;
    const depart = (item) => {
      const place = latest.current.indexOf(item);
      const next = latest.current[place + 1] ?? latest.current.find((other) => other !== item);
      setCurrent((now) => now === item.id ? next?.id ?? 0 : now);
      leave(item);
    };
    const go = (steps) => {
      const place = shown.indexOf(chosen) + steps;
      setCurrent(shown[Math.min(shown.length - 1, Math.max(0, place))]?.id ?? 0);
    };
    const approveOne = async (item) => {
      const accept = async () => {
        await decisions.forget(item);
        try {
          return await acceptText(item.id, sent(decisions.of(item), item));
        } catch (error) {
          if (!isConflict(error)) {
            decisions.keep(item);
          }
          throw error;
        }
      };
      let isHere = true;
      const isDone = await persist(accept, { say: (now) => setRefused(now && patience(now)), loop: approving.current }).catch(
        async (error) => {
          if (!isConflict(error)) {
            throw error;
          }
          if (await isInReview(job, item.id)) {
            decisions.keep(item);
            throw error;
          }
          isHere = false;
          return true;
        }
      );
      if (isDone) {
        depart(item);
      }
      return isDone && isHere;
    };
    const approveMany = async (some) => {
      await Promise.all(some.map(decisions.forget));
      const texts = some.map((item) => ({ id: item.id, decisions: sent(decisions.of(item), item) }));
      const { accepted } = await acceptTexts(job, texts).catch(() => ({ accepted: [] }));
      some.forEach((item) => (accepted.includes(item.id) ? depart : decisions.keep)(item));
      return accepted;
    };
    const run = async (work2) => {
      setRuns((now) => now + 1);
      setRefused(null);
      try {
        await work2();
      } catch (error) {
        setRefused(refusal(problemOf(error)));
      }
      setRuns((now) => now - 1);
      refresh();
    };
    const approve = () => chosen && !sending.current.has(chosen.id) && run(async () => {
      sending.current.add(chosen.id);
      const isHere = await approveOne(chosen).finally(() => sending.current.delete(chosen.id));
      setSaid(
        isHere ? counted(
          /* translators: %s: name of a file */
          (0, import_i18n36.__)("%s approved.", "picture-optimizer"),
          chosen.file
        ) : counted(
          /* translators: %s: name of a file */
          (0, import_i18n36.__)("%s isn’t waiting for review anymore.", "picture-optimizer"),
          chosen.file
        )
      );
    });
    const clear = (isWhole ? shown : []).filter((item) => !hasErrors(faults(item, decisions.of(item))));
    const approveShown = () => run(async () => {
      let approved2 = 0;
      for (let first = 0; first < clear.length && approving.current.isWanted; first += TOGETHER) {
        const some = clear.slice(first, first + TOGETHER);
        const done = await approveMany(some);
        approved2 += done.length;
        for (const item of some.filter(({ id }) => !done.includes(id))) {
          approved2 += await approveOne(item) ? 1 : 0;
        }
      }
      setSaid(
        counted(
          /* translators: %d: number of images */
          (0, import_i18n36._n)("%d image approved.", "%d images approved.", approved2, "picture-optimizer"),
          approved2
        )
      );
    });
    const [asking, setAsking] = (0, import_element26.useState)(false);
    const askAgain = (wish) => run(async () => {
      await decisions.forget(chosen);
      try {
        await regenerate(chosen.id, wish);
      } catch (error) {
        decisions.keep(chosen);
        throw error;
      }
      setAsking(false);
      depart(chosen);
    });
    const retry = refused ? busy ? () => approving.current.wake() : void 0 : refresh;
    const onKeyDown = useShortcuts({ approve, next: () => go(1), previous: () => go(-1), regenerate: () => setAsking(true) });
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n36.__)("Review", "picture-optimizer"), problem: refused ?? unsaved(decisions.problem) ?? problem, onRetry: retry }, /* @__PURE__ */ (0, import_element.createElement)(
      "div",
      {
        className: "picopt-desk",
        onKeyDown,
        onFocus: ({ target }) => {
          field.current = target.dataset.picoptField ?? "";
        }
      },
      /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-desk-head" }, /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, status(items, isWhole, working), " ", said3), /* @__PURE__ */ (0, import_element.createElement)(
        import_components18.SelectControl,
        {
          label: (0, import_i18n36.__)("Show", "picture-optimizer"),
          labelPosition: "side",
          value: filter,
          options: Object.entries(filters).map(([value, { label: label3, shows }]) => ({
            value,
            label: `${label3} (${number(ordered.filter((item) => shows(doubts.get(item.id))).length)})`
          })),
          onChange: (value) => {
            setFilter(value);
            setCurrent(0);
          },
          __nextHasNoMarginBottom: true,
          __next40pxDefaultSize: true
        }
      ), /* @__PURE__ */ (0, import_element.createElement)(CsvTools, { items: isWhole ? ordered : [], decisions })),
      /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-desk-body" }, /* @__PURE__ */ (0, import_element.createElement)(Thumbnails, { items: shown, doubts, current: chosen, onChoose: setCurrent }), chosen ? /* @__PURE__ */ (0, import_element.createElement)(
        DeskItem,
        {
          key: nameOf2(chosen),
          item: chosen,
          decisions: decisions.of(chosen),
          doubts: doubts.get(chosen.id),
          busy,
          asking,
          field: field.current,
          onChange: (changes) => decisions.change(chosen, changes),
          onApprove: approve,
          onAsk: askAgain,
          onAsking: setAsking
        }
      ) : /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-desk-item" }, items === null ? "" : (0, import_i18n36.__)("No image matches this filter.", "picture-optimizer"))),
      /* @__PURE__ */ (0, import_element.createElement)(
        Foot,
        {
          shown: isWhole ? shown : [],
          clear,
          busy,
          onStep: go,
          onApprove: approveShown,
          onClose
        }
      )
    ));
  }
  var isConflict = (error) => error?.data?.status === CONFLICT;
  function Foot({ shown, clear, busy, onStep, onApprove, onClose }) {
    const left = shown.length - clear.length;
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-footer picopt-buttons" }, left > 0 && /* @__PURE__ */ (0, import_element.createElement)("span", null, counted(
      /* translators: %d: number of images */
      (0, import_i18n36._n)("%d image breaks a rule and has to be approved by itself.", "%d images break a rule and have to be approved one by one.", left, "picture-optimizer"),
      left
    )), /* @__PURE__ */ (0, import_element.createElement)(import_components18.Button, { variant: "tertiary", onClick: () => onStep(-1), disabled: shown.length < 2, accessibleWhenDisabled: true }, (0, import_i18n36.__)("Previous image", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components18.Button, { variant: "tertiary", onClick: () => onStep(1), disabled: shown.length < 2, accessibleWhenDisabled: true }, (0, import_i18n36.__)("Next image", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components18.Button, { variant: "tertiary", onClick: onClose }, (0, import_i18n36.__)("Finish later", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components18.Button, { variant: "primary", onClick: onApprove, disabled: busy || clear.length === 0, isBusy: busy, accessibleWhenDisabled: true }, counted(
      /* translators: %d: number of images */
      (0, import_i18n36._n)("Approve %d image as shown", "Approve %d images as shown", clear.length, "picture-optimizer"),
      clear.length
    )));
  }
  function status(items, isWhole, working) {
    if (!isWhole) {
      return (0, import_i18n36.__)("Loading images…", "picture-optimizer");
    }
    const waiting2 = counted((0, import_i18n36._n)("%d image to review.", "%d images to review.", items.length, "picture-optimizer"), items.length);
    return working === 0 ? waiting2 : counted(
      /* translators: 1: a sentence such as "3 images to review.", 2: number of images */
      (0, import_i18n36._n)("%1$s %2$d more is on its way.", "%1$s %2$d more are on their way.", working, "picture-optimizer"),
      waiting2,
      working
    );
  }
  function patience(problem) {
    const goesOn = (0, import_i18n36.__)("What you typed stays here, and the image is approved as soon as there is an answer.", "picture-optimizer");
    return { ...problem, message: `${problem.message} ${goesOn}` };
  }
  function unsaved(problem) {
    if (!problem?.passes) {
      return problem;
    }
    const kept2 = (0, import_i18n36.__)("What you typed isn’t saved yet: keep this tab open until this message is gone.", "picture-optimizer");
    return { ...problem, message: `${problem.message} ${kept2}` };
  }
  function refusal(problem) {
    const kept2 = (0, import_i18n36.__)("The metadata waits here until you have credits; what you typed is saved.", "picture-optimizer");
    return problem.code === "insufficient_credits" ? { ...problem, message: `${problem.message} ${kept2}` } : problem;
  }

  // assets-src/wizard/Choose.jsx
  init_jsx();
  var import_components23 = __toESM(require_components());
  var import_element31 = __toESM(require_element());
  var import_i18n45 = __toESM(require_i18n());

  // assets-src/wizard/Cards.jsx
  init_jsx();
  var import_i18n37 = __toESM(require_i18n());
  var explained = {
    analyze_export: (0, import_i18n37.__)(
      "Writes title, alt text, caption, description, and tags, and makes smaller files with descriptive names.",
      "picture-optimizer"
    ),
    analyze: (0, import_i18n37.__)("Writes title, alt text, caption, description, and tags. Files don’t change.", "picture-optimizer"),
    export: (0, import_i18n37.__)("Makes smaller files. Metadata and file names don’t change.", "picture-optimizer")
  };
  function Cards({ chosen, onChoose, plans, prices, count: count2 }) {
    return /* @__PURE__ */ (0, import_element.createElement)("fieldset", { className: "picopt-cards" }, /* @__PURE__ */ (0, import_element.createElement)("legend", null, counted(
      /* translators: %d: number of images */
      (0, import_i18n37._n)("%d image selected", "%d images selected", count2, "picture-optimizer"),
      count2
    )), window.pictureOptimizer.pipelines.map(({ value, label: label3 }) => /* @__PURE__ */ (0, import_element.createElement)("label", { key: value, className: value === chosen ? "picopt-card picopt-chosen" : "picopt-card" }, /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "radio",
        name: "picopt-pipeline",
        value,
        checked: value === chosen,
        onChange: () => onChoose(value)
      }
    ), /* @__PURE__ */ (0, import_element.createElement)("strong", null, label3), /* @__PURE__ */ (0, import_element.createElement)("span", null, explained[value]), /* @__PURE__ */ (0, import_element.createElement)("em", null, plans[value]?.complete ? total(plans[value]) : each(prices?.[value])))));
  }
  function each(price2) {
    return price2 === void 0 ? "" : (
      /* translators: %d: number of credits */
      counted((0, import_i18n37._n)("Up to %d credit per image", "Up to %d credits per image", price2, "picture-optimizer"), price2)
    );
  }
  function total({ process, credits, left_out: skipped }) {
    if (process === 0) {
      return (0, import_i18n37.__)("Nothing to do: all skipped", "picture-optimizer");
    }
    const sum = counted((0, import_i18n37._n)("%d credit in total", "%d credits in total", credits, "picture-optimizer"), credits);
    if (skipped === 0) {
      return sum;
    }
    return counted((0, import_i18n37._n)("%1$s (%2$d skipped)", "%1$s (%2$d skipped)", skipped, "picture-optimizer"), sum, skipped);
  }

  // assets-src/wizard/choices.js
  init_jsx();
  var NAME2 = "picopt-wizard";
  var REMEMBERED = [
    "format",
    "preset",
    "rename",
    "review",
    "fill_empty_alts",
    "language",
    "tone",
    "brand",
    "keywords",
    "breakpoints",
    "drop_gps"
  ];
  function lastChoices() {
    try {
      const { pipeline, settings } = JSON.parse(window.localStorage.getItem(NAME2)) ?? {};
      return { pipeline, settings: only(settings ?? {}) };
    } catch {
      return { settings: {} };
    }
  }
  function remember(pipeline, settings) {
    try {
      window.localStorage.setItem(NAME2, JSON.stringify({ pipeline, settings: only(settings) }));
    } catch {
    }
  }
  var only = (settings) => Object.fromEntries(Object.entries(settings).filter(([name]) => REMEMBERED.includes(name)));

  // assets-src/wizard/Footer.jsx
  init_jsx();
  var import_components19 = __toESM(require_components());
  var import_element27 = __toESM(require_element());
  var import_i18n38 = __toESM(require_i18n());
  function Footer({ plan, shown, stopped = false, busy, onStart, onClose }) {
    const missing = plan ? Math.max(0, plan.credits - plan.available) : 0;
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-footer" }, /* @__PURE__ */ (0, import_element.createElement)("div", { role: "status", className: "picopt-price" }, plan ? /* @__PURE__ */ (0, import_element.createElement)(Price, { plan }) : !stopped && checking(shown)), plan?.credits > 0 && /* @__PURE__ */ (0, import_element.createElement)(Warnings, { plan, missing }), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(import_components19.Button, { variant: "tertiary", onClick: onClose, disabled: busy, accessibleWhenDisabled: true }, plan?.process === 0 ? (0, import_i18n38.__)("Close", "picture-optimizer") : (0, import_i18n38.__)("Cancel", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(
      import_components19.Button,
      {
        variant: "primary",
        onClick: onStart,
        disabled: !plan || plan.process === 0 || busy,
        isBusy: busy,
        accessibleWhenDisabled: true
      },
      label2(plan)
    )));
  }
  function label2(plan) {
    if (plan?.process === 0) {
      return (0, import_i18n38.__)("Nothing to optimize", "picture-optimizer");
    }
    return plan ? (
      /* translators: %d: number of images */
      counted((0, import_i18n38._n)("Optimize %d image", "Optimize %d images", plan.process, "picture-optimizer"), plan.process)
    ) : (0, import_i18n38.__)("Optimize images", "picture-optimizer");
  }
  function checking(plan) {
    return plan && !plan.complete ? counted(
      /* translators: 1: images checked, 2: all images */
      (0, import_i18n38.__)("Checking images: %1$d of %2$d…", "picture-optimizer"),
      plan.looked_at,
      plan.total
    ) : (0, import_i18n38.__)("Checking images…", "picture-optimizer");
  }
  function balance({ available, credits }) {
    return available < credits ? (
      /* translators: %d: credits available */
      counted((0, import_i18n38.__)("You have %d.", "picture-optimizer"), available)
    ) : counted(
      /* translators: 1: credits available, 2: credits afterwards */
      (0, import_i18n38.__)("You have %1$d; at least %2$d will be left.", "picture-optimizer"),
      available,
      available - credits
    );
  }
  function Price({ plan }) {
    if (plan.process === 0) {
      return (0, import_i18n38.__)("Nothing to do: all selected images are skipped.", "picture-optimizer");
    }
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("strong", null, counted(
      /* translators: %d: number of credits */
      (0, import_i18n38._n)("Up to %d credit", "Up to %d credits", plan.credits, "picture-optimizer"),
      plan.credits
    )), " · ", balance(plan), plan.bytes_estimated > 0 && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, " · ", counted(
      /* translators: %s: sizes before and after, of the full-size files alone */
      (0, import_i18n38.__)("Estimated, full size: %s", "picture-optimizer"),
      change(plan.bytes_before, plan.bytes_estimated)
    )));
  }
  function Warnings({ plan, missing }) {
    const [account, setAccount] = (0, import_element27.useState)(null);
    (0, import_element27.useEffect)(() => {
      accountOf().then(setAccount, () => {
      });
    }, []);
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, missing > 0 && /* @__PURE__ */ (0, import_element.createElement)(Shortfall, { plan, missing, buyUrl: account?.buy_url }), account && /* @__PURE__ */ (0, import_element.createElement)(OverBudget, { credits: plan.credits, account }));
  }
  function OverBudget({ credits, account: { key, usage, budget_url: url } }) {
    const budget = key?.monthly_budget ?? null;
    const left = budget === null ? credits : Math.max(0, budget - usage.credits_this_month);
    return left >= credits ? null : /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, counted(
      /* translators: %d: number of credits */
      (0, import_i18n38._n)(
        "This site’s monthly budget has %d credit left. Images are optimized until it is used up; the rest wait until next month, or until the budget is raised.",
        "This site’s monthly budget has %d credits left. Images are optimized until it is used up; the rest wait until next month, or until the budget is raised.",
        left,
        "picture-optimizer"
      ),
      left
    ), " ", url && /* @__PURE__ */ (0, import_element.createElement)("a", { href: url, target: "_blank", rel: "noreferrer" }, (0, import_i18n38.__)("Change budget", "picture-optimizer")));
  }
  function Shortfall({ plan, missing, buyUrl }) {
    return /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, plan.available > 0 ? counted(
      /* translators: %d: number of credits */
      (0, import_i18n38._n)(
        "You are %d credit short. Images are optimized until your credits run out; the rest wait and continue when you add more.",
        "You are %d credits short. Images are optimized until your credits run out; the rest wait and continue when you add more.",
        missing,
        "picture-optimizer"
      ),
      missing
    ) : (0, import_i18n38.__)(
      "You have no credits. You can start now: images wait, nothing is changed or charged, and they continue when you add credits.",
      "picture-optimizer"
    ), " ", buyUrl && /* @__PURE__ */ (0, import_element.createElement)("a", { href: buyUrl, target: "_blank", rel: "noreferrer" }, (0, import_i18n38.__)("Buy credits", "picture-optimizer")));
  }

  // assets-src/wizard/LeftOut.jsx
  init_jsx();
  var import_i18n39 = __toESM(require_i18n());
  var FEW = 5;
  function LeftOut({ items, count: count2 }) {
    if (count2 === 0) {
      return null;
    }
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-left-out", open: count2 <= FEW }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, counted(
      /* translators: %d: number of images */
      (0, import_i18n39._n)("%d image is skipped", "%d images are skipped", count2, "picture-optimizer"),
      count2
    )), /* @__PURE__ */ (0, import_element.createElement)("ul", null, [...byReason(items)].map(([reason, same]) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: reason }, reason || (0, import_i18n39.__)("No reason given", "picture-optimizer"), " ", /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-files" }, same.map((item) => item.file).join(", "))))), count2 > items.length && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n39.__)("… and more.", "picture-optimizer")));
  }
  function byReason(items) {
    const groups = /* @__PURE__ */ new Map();
    for (const item of items) {
      groups.set(item.reason, [...groups.get(item.reason) ?? [], item]);
    }
    return groups;
  }

  // assets-src/wizard/MoreSettings.jsx
  init_jsx();
  var import_components20 = __toESM(require_components());
  var import_i18n40 = __toESM(require_i18n());
  function MoreSettings({ settings, set, exports, analyses }) {
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-more" }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n40.__)("More settings", "picture-optimizer")), exports && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(
      import_components20.TextControl,
      {
        label: (0, import_i18n40.__)("Additional srcset widths", "picture-optimizer"),
        help: (0, import_i18n40.__)("In pixels, in addition to the site’s own sizes. For example: 480, 1440", "picture-optimizer"),
        value: [].concat(settings.breakpoints).join(", "),
        onChange: (text) => set("breakpoints")(text.split(",").map((width) => width.trimStart())),
        __nextHasNoMarginBottom: true,
        __next40pxDefaultSize: true
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(
      import_components20.CheckboxControl,
      {
        label: (0, import_i18n40.__)("Remove GPS location", "picture-optimizer"),
        checked: settings.drop_gps,
        onChange: set("drop_gps"),
        __nextHasNoMarginBottom: true
      }
    )), analyses && /* @__PURE__ */ (0, import_element.createElement)(
      import_components20.CheckboxControl,
      {
        label: (0, import_i18n40.__)("Update alt text in existing content where it still matches the image’s old alt text", "picture-optimizer"),
        checked: settings.replace_old_alts,
        onChange: set("replace_old_alts"),
        __nextHasNoMarginBottom: true
      }
    ));
  }

  // assets-src/wizard/Presets.jsx
  init_jsx();
  var import_i18n41 = __toESM(require_i18n());

  // assets-src/wizard/estimates.js
  init_jsx();
  function bytesByPreset({ bits, format, preset, before, estimated }) {
    const typical = bits?.[TYPICAL[format] ?? format];
    if (!typical?.[preset] || estimated <= 0) {
      return {};
    }
    const scaled = (value) => Math.min(before, Math.round(estimated * value / typical[preset]));
    return Object.fromEntries(Object.entries(typical).map(([name, value]) => [name, scaled(value)]));
  }
  var TYPICAL = { auto: "avif", original: "jpeg" };

  // assets-src/wizard/Presets.jsx
  function Presets({ settings, plan, estimates, onChoose }) {
    const sizes = bytesByPreset({
      bits: estimates?.bits_per_pixel,
      format: settings.format,
      preset: settings.preset,
      before: plan?.bytes_before ?? 0,
      estimated: plan?.bytes_estimated ?? 0
    });
    return /* @__PURE__ */ (0, import_element.createElement)("fieldset", { className: "picopt-presets" }, /* @__PURE__ */ (0, import_element.createElement)("legend", null, Object.keys(sizes).length > 0 ? (0, import_i18n41.__)("Quality and estimated size", "picture-optimizer") : (0, import_i18n41.__)("Quality", "picture-optimizer")), window.pictureOptimizer.presets.map(({ value, label: label3 }) => /* @__PURE__ */ (0, import_element.createElement)("label", { key: value, className: value === settings.preset ? "picopt-preset picopt-chosen" : "picopt-preset" }, /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "radio",
        name: "picopt-preset",
        value,
        checked: value === settings.preset,
        onChange: () => onChoose(value)
      }
    ), /* @__PURE__ */ (0, import_element.createElement)("strong", null, label3), /* @__PURE__ */ (0, import_element.createElement)("small", null, sizes[value] > 0 ? saving(plan.bytes_before, sizes[value]) : ""))));
  }
  function saving(before, after) {
    return after >= before ? (0, import_i18n41.__)("Not smaller", "picture-optimizer") : (0, import_i18n41.sprintf)(
      /* translators: 1: estimated size, 2: percentage */
      (0, import_i18n41.__)("About %1$s, %2$s smaller", "picture-optimizer"),
      bytes(after),
      percent(1 - after / before)
    );
  }

  // assets-src/wizard/Samples.jsx
  init_jsx();
  var import_components21 = __toESM(require_components());
  var import_element28 = __toESM(require_element());
  var import_i18n42 = __toESM(require_i18n());
  var MOST = 5;
  var AT_FIRST = 3;
  function Samples({ samples, settings }) {
    return samples.length === 0 ? null : /* @__PURE__ */ (0, import_element.createElement)(Preview, { samples, settings });
  }
  function Preview({ samples, settings }) {
    const [picked, setPicked] = (0, import_element28.useState)(null);
    const [results, setResults] = (0, import_element28.useState)({});
    const [actualSize, setActualSize] = (0, import_element28.useState)(false);
    const [failures, setFailures] = (0, import_element28.useState)([]);
    const { busy, problem, run } = useRequest();
    const chosen = picked ?? samples.slice(0, AT_FIRST).map(({ id }) => id);
    const key = JSON.stringify([settings.format, settings.preset]);
    const fresh = samples.filter(({ id }) => chosen.includes(id) && results[id]?.key === key);
    const toggle = (id) => setPicked(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
    const show2 = () => run(async () => {
      setFailures([]);
      for (const id of chosen.filter((each2) => results[each2]?.key !== key)) {
        try {
          const result = await previewOf(id, settings);
          setResults((all) => ({ ...all, [id]: { ...result, key } }));
        } catch (error) {
          const found = problemOf(error);
          if (found.passes) {
            throw error;
          }
          setFailures((all) => [...all, { id, problem: found }]);
        }
      }
    });
    return /* @__PURE__ */ (0, import_element.createElement)("section", { className: "picopt-samples", "aria-label": (0, import_i18n42.__)("Preview", "picture-optimizer") }, /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-thumbnails" }, samples.map(({ id, file, thumbnail }) => /* @__PURE__ */ (0, import_element.createElement)("label", { key: id, title: file }, /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "checkbox",
        checked: chosen.includes(id),
        disabled: !chosen.includes(id) && chosen.length >= MOST,
        onChange: () => toggle(id)
      }
    ), /* @__PURE__ */ (0, import_element.createElement)("img", { src: thumbnail, alt: file, width: "56", height: "56", loading: "lazy" })))), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, fresh.length > 0 && /* @__PURE__ */ (0, import_element.createElement)(import_components21.Button, { variant: "tertiary", "aria-pressed": actualSize, onClick: () => setActualSize(!actualSize) }, actualSize ? (0, import_i18n42.__)("Fit to width", "picture-optimizer") : (0, import_i18n42.__)("Actual size (1:1)", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(
      import_components21.Button,
      {
        variant: "secondary",
        onClick: show2,
        isBusy: busy,
        disabled: busy || chosen.length === 0,
        accessibleWhenDisabled: true
      },
      (0, import_i18n42.sprintf)(
        /* translators: %d: number of images */
        (0, import_i18n42._n)("Preview %d image (free)", "Preview %d images (free)", chosen.length, "picture-optimizer"),
        chosen.length
      )
    )), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem }), /* @__PURE__ */ (0, import_element.createElement)(Failures2, { samples, failures }), /* @__PURE__ */ (0, import_element.createElement)("div", { role: "status" }, /* @__PURE__ */ (0, import_element.createElement)("ul", { className: "picopt-compared" }, fresh.map(({ id, file }) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: id }, /* @__PURE__ */ (0, import_element.createElement)(Compare, { before: results[id].before, after: results[id].after, name: file, actualSize }), /* @__PURE__ */ (0, import_element.createElement)("p", null, /* @__PURE__ */ (0, import_element.createElement)("strong", null, file), " ", verdict(results[id])))))));
  }
  function Failures2({ samples, failures }) {
    const causes = [...new Set(failures.map(({ problem }) => problem.message))];
    return causes.map((cause) => {
      const same = failures.filter(({ problem }) => problem.message === cause);
      const files = samples.filter(({ id }) => same.some((each2) => each2.id === id)).map(({ file }) => file);
      const message = /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("strong", null, files.join(", ")), " ", cause);
      return /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { key: cause, problem: { ...same[0].problem, message } });
    });
  }
  function verdict({ before_bytes: before, after_bytes: after, score }) {
    return after >= before ? (0, import_i18n42.__)("Stays as it is: no smaller version found.", "picture-optimizer") : (0, import_i18n42.sprintf)(
      /* translators: 1: sizes before and after, 2: score from 0 to 100 */
      (0, import_i18n42.__)("%1$s at this size, visual quality %2$s of 100", "picture-optimizer"),
      change(before, after),
      score.toFixed(0)
    );
  }

  // assets-src/wizard/TextSettings.jsx
  init_jsx();
  var import_components22 = __toESM(require_components());
  var import_i18n43 = __toESM(require_i18n());
  var common = { __nextHasNoMarginBottom: true, __next40pxDefaultSize: true };
  function TextSettings({ settings, set, analysis }) {
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-settings" }, /* @__PURE__ */ (0, import_element.createElement)(Language, { value: settings.language, onChange: set("language"), languages: analysis?.languages ?? [] }), analysis && !analysis.draft && /* @__PURE__ */ (0, import_element.createElement)(Tone, { value: settings.tone, onChange: set("tone") }), /* @__PURE__ */ (0, import_element.createElement)(
      import_components22.TextControl,
      {
        ...common,
        label: (0, import_i18n43.__)("Brand", "picture-optimizer"),
        help: (0, import_i18n43.__)("Added to titles.", "picture-optimizer"),
        value: settings.brand,
        onChange: set("brand")
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(
      import_components22.TextControl,
      {
        ...common,
        label: (0, import_i18n43.__)("Keywords", "picture-optimizer"),
        help: (0, import_i18n43.__)("Used where they fit the image. Separate with commas.", "picture-optimizer"),
        value: [].concat(settings.keywords).join(", "),
        onChange: (text) => set("keywords")(text.split(",").map((word) => word.trimStart()))
      }
    )), analysis?.draft && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n43.__)(
      "The service’s built-in model writes drafts. They wait for your review and appear in no page, file, or file name until you approve them; optimized files don’t wait. For metadata that needs less editing, whoever runs the service can connect it to an AI model.",
      "picture-optimizer"
    )));
  }
  function Language({ value, onChange, languages }) {
    const all = window.pictureOptimizer.languages;
    const [own, ...others] = all;
    const named = languages.map((tag) => all.find((one) => one.value === tag) ?? { value: tag, label: languageName(tag) });
    return /* @__PURE__ */ (0, import_element.createElement)(
      import_components22.SelectControl,
      {
        ...common,
        label: (0, import_i18n43.__)("Language", "picture-optimizer"),
        value,
        options: withChosen([own, ...languages.length === 0 ? others : named], value),
        onChange
      }
    );
  }
  function Tone({ value, onChange }) {
    return /* @__PURE__ */ (0, import_element.createElement)(
      import_components22.SelectControl,
      {
        ...common,
        label: (0, import_i18n43.__)("Tone", "picture-optimizer"),
        value,
        options: withChosen(window.pictureOptimizer.tones, value),
        onChange
      }
    );
  }
  var withChosen = (options, value) => options.some((option) => option.value === value) ? options : [...options, { value, label: value }];
  function languageName(tag) {
    try {
      return new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "language" }).of(tag) ?? tag;
    } catch {
      return tag;
    }
  }

  // assets-src/wizard/Usage.jsx
  init_jsx();
  var import_element29 = __toESM(require_element());
  var import_i18n44 = __toESM(require_i18n());
  function Usage({ plan, analyses }) {
    const [count2, setCount] = (0, import_element29.useState)(null);
    const [problem, setProblem] = (0, import_element29.useState)(null);
    (0, import_element29.useEffect)(() => {
      let wanted2 = true;
      setCount(null);
      setProblem(null);
      usageOf(
        plan.job,
        (now) => wanted2 && setCount(now),
        () => wanted2
      ).catch((error) => wanted2 && setProblem(problemOf(error)));
      return () => {
        wanted2 = false;
      };
    }, [plan.job]);
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-usage" }, /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem }), /* @__PURE__ */ (0, import_element.createElement)("div", { role: "status" }, !problem && !count2 && (0, import_i18n44.__)("Finding out where these images are used…", "picture-optimizer"), count2 && /* @__PURE__ */ (0, import_element.createElement)(Counted, { count: count2, plan, analyses })));
  }
  function Counted({ count: count2, plan, analyses }) {
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("p", null, /* @__PURE__ */ (0, import_element.createElement)("strong", null, headline(count2, plan.renames)), " ", !count2.complete && counted(
      /* translators: 1: images checked, 2: all images */
      (0, import_i18n44._n)("(%1$d of %2$d image checked so far)", "(%1$d of %2$d images checked so far)", plan.process, "picture-optimizer"),
      count2.looked_at,
      plan.process
    )), count2.mails > 0 && count2.places > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", null, mails(count2)), plan.warning && count2.places > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, plan.warning), count2.places > 0 && /* @__PURE__ */ (0, import_element.createElement)(Where, { count: count2 }), count2.places > 0 && analyses && /* @__PURE__ */ (0, import_element.createElement)(Each, { images: plan.samples }), count2.untouchable > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, counted(
      /* translators: %d: number of places */
      (0, import_i18n44._n)(
        "%d more place holds data of another plugin that can’t be read safely. It isn’t changed; the old URL keeps working.",
        "%d more places hold data of other plugins that can’t be read safely. They aren’t changed; the old URLs keep working.",
        count2.untouchable,
        "picture-optimizer"
      ),
      count2.untouchable
    )), count2.empty_alts > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", null, counted(
      /* translators: %d: number of places */
      (0, import_i18n44._n)(
        "Up to %d missing alt text in existing content will be filled in.",
        "Up to %d missing alt texts in existing content will be filled in.",
        count2.empty_alts,
        "picture-optimizer"
      ),
      count2.empty_alts
    )), count2.old_alts > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", null, counted(
      /* translators: %d: number of places */
      (0, import_i18n44._n)(
        "Up to %d alt text in existing content that matches the old one will be replaced.",
        "Up to %d alt texts in existing content that match the old ones will be replaced.",
        count2.old_alts,
        "picture-optimizer"
      ),
      count2.old_alts
    )));
  }
  function Each({ images }) {
    return images.map(({ id, file }) => /* @__PURE__ */ (0, import_element.createElement)(
      Places,
      {
        key: id,
        id,
        planned: true,
        label: counted((0, import_i18n44.__)("Alt text of %s, place by place", "picture-optimizer"), file)
      }
    ));
  }
  function headline(count2, renames) {
    if (count2.places === 0) {
      return count2.mails > 0 ? mails(count2) : (0, import_i18n44.__)("Not used anywhere on the site yet.", "picture-optimizer");
    }
    return renames ? places(count2) : placesKept(count2);
  }
  function places(count2) {
    return counted(
      /* translators: %d: number of places */
      (0, import_i18n44._n)("Used in %d place, which will be updated.", "Used in %d places, which will be updated.", count2.places, "picture-optimizer"),
      count2.places
    );
  }
  function placesKept(count2) {
    return counted(
      /* translators: %d: number of places */
      (0, import_i18n44._n)("Used in %d place; files don’t change.", "Used in %d places; files don’t change.", count2.places, "picture-optimizer"),
      count2.places
    );
  }
  function mails(count2) {
    return counted(
      /* translators: %d: number of places */
      (0, import_i18n44._n)(
        "Used in %d place in email content, which keeps the current file because some email programs can’t show WebP or AVIF.",
        "Used in %d places in email content, which keep the current files because some email programs can’t show WebP or AVIF.",
        count2.mails,
        "picture-optimizer"
      ),
      count2.mails
    );
  }
  function Where({ count: count2 }) {
    return /* @__PURE__ */ (0, import_element.createElement)("details", null, /* @__PURE__ */ (0, import_element.createElement)("summary", null, /* @__PURE__ */ (0, import_element.createElement)("span", null, (0, import_i18n44.__)("Where?", "picture-optimizer"))), /* @__PURE__ */ (0, import_element.createElement)("ul", null, count2.posts.map((post2) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: post2.id }, /* @__PURE__ */ (0, import_element.createElement)(PageLink, { page: post2 }), " ", "(", post2.places, ")")), count2.more_posts > 0 && /* @__PURE__ */ (0, import_element.createElement)("li", null, counted(
      /* translators: %d: number of pages */
      (0, import_i18n44._n)("%d more page", "%d more pages", count2.more_posts, "picture-optimizer"),
      count2.more_posts
    )), count2.elsewhere > 0 && /* @__PURE__ */ (0, import_element.createElement)("li", null, (0, import_i18n44.__)("Widgets, options, categories, and comments", "picture-optimizer"), " (", count2.elsewhere, ")")));
  }

  // assets-src/wizard/usePlans.js
  init_jsx();
  var import_element30 = __toESM(require_element());
  var QUIET_MS = 500;
  var MOST_FOR_ALL = 500;
  var AGAIN_MS2 = 1e4;
  function usePlans({ selection, pipeline, pipelines, settings }) {
    const [plans, setPlans] = (0, import_element30.useState)({});
    const [problem, setProblem] = (0, import_element30.useState)(null);
    const [round, setRound] = (0, import_element30.useState)(0);
    const [attempt, setAttempt] = (0, import_element30.useState)(0);
    const jobs = (0, import_element30.useRef)({});
    const latest = (0, import_element30.useRef)(plans);
    latest.current = plans;
    const key = JSON.stringify([settings, round]);
    const again = (0, import_element30.useCallback)(() => setAttempt((number2) => number2 + 1), []);
    const refresh = (0, import_element30.useCallback)(() => {
      setProblem(null);
      setRound((number2) => number2 + 1);
    }, []);
    const retry = () => {
      setProblem(null);
      (problem?.passes ? again : refresh)();
    };
    (0, import_element30.useEffect)(() => {
      const work2 = { isWanted: true };
      const keep2 = (name) => (plan2) => {
        jobs.current[name] = plan2.job;
        if (work2.isWanted) {
          setProblem(null);
          setPlans((all) => ({ ...all, [name]: { ...plan2, key } }));
        }
      };
      const others = selection.count <= MOST_FOR_ALL ? pipelines.filter((name) => name !== pipeline) : [];
      const planAll = async () => {
        for (const name of [pipeline, ...others].filter((each2) => !isReady(latest.current[each2], key))) {
          const request = { ...wanted(selection), pipeline: name, settings, replaces: jobs.current[name] ?? 0 };
          const begun = latest.current[name]?.key === key ? latest.current[name] : null;
          await makePlan(request, keep2(name), () => work2.isWanted, begun);
        }
      };
      const failed2 = (error) => {
        const found = problemOf(error);
        if (work2.isWanted) {
          setProblem(found);
          timer = found.passes ? setTimeout(again, AGAIN_MS2) : timer;
        }
      };
      let timer = setTimeout(() => planAll().catch(failed2), QUIET_MS);
      return () => {
        work2.isWanted = false;
        clearTimeout(timer);
      };
    }, [selection, pipeline, key, attempt]);
    const plan = isReady(plans[pipeline], key) ? plans[pipeline] : null;
    (0, import_element30.useEffect)(() => {
      if (!plan?.quote_id) {
        return void 0;
      }
      const timer = setTimeout(refresh, Math.max(1e3, (plan.quote_lasts - 10) * 1e3));
      return () => clearTimeout(timer);
    }, [plan?.job, plan?.quote_id, plan?.quote_lasts, refresh]);
    return { plans, plan, problem, refresh, retry };
  }
  var isReady = (plan, key) => plan?.complete && plan.key === key;
  var wanted = ({ ids, select, filter }) => select && { select } || filter && { filter } || { ids };

  // assets-src/wizard/Choose.jsx
  function Choose({ selection, onClose, onStarted }) {
    const { formats, pipelines, settings: defaults } = window.pictureOptimizer;
    const names2 = (0, import_element31.useMemo)(() => pipelines.map(({ value }) => value), [pipelines]);
    const last = (0, import_element31.useMemo)(lastChoices, []);
    const [pipeline, setPipeline] = (0, import_element31.useState)(selection.pipeline ?? known(last.pipeline, names2) ?? names2[0]);
    const [settings, setSettings] = (0, import_element31.useState)({ ...defaults, review: false, ...last.settings, reprocess: false });
    const set = (name) => (value) => setSettings((all) => ({ ...all, [name]: value }));
    const [capabilities, capabilitiesProblem, askAgain] = useCapabilities();
    const { plans, plan, problem, refresh, retry: planOn } = usePlans({ selection, pipeline, pipelines: names2, settings });
    const { busy, problem: refused, run, setProblem } = useRequest();
    const hasPassed = refused?.passes && plan !== null;
    (0, import_element31.useEffect)(() => {
      hasPassed && !busy && setProblem(null);
    }, [hasPassed, busy, setProblem]);
    const starting = useLoop();
    const start2 = () => run(async () => {
      await begin(plan, { say: setProblem, loop: starting.current }).catch((error) => {
        refresh();
        throw error;
      });
      if (starting.current.isWanted) {
        remember(pipeline, settings);
        onStarted(plan);
      }
    });
    const exports = pipeline !== "analyze";
    const analyses = pipeline !== "export";
    const shown = plans[pipeline];
    const wrong = refused ?? problem ?? capabilitiesProblem;
    const retry = () => {
      if (busy) {
        starting.current.wake?.();
        return;
      }
      (refused ? refresh : planOn)();
      askAgain();
    };
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n45.__)("Choose what to do", "picture-optimizer"), problem: wrong, onRetry: retry }, /* @__PURE__ */ (0, import_element.createElement)(Cards, { chosen: pipeline, onChoose: setPipeline, plans, prices: capabilities?.prices, count: selection.count }), exports && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-settings" }, /* @__PURE__ */ (0, import_element.createElement)(
      import_components23.SelectControl,
      {
        label: (0, import_i18n45.__)("Format", "picture-optimizer"),
        value: settings.format,
        options: formats,
        onChange: set("format"),
        __nextHasNoMarginBottom: true,
        __next40pxDefaultSize: true
      }
    )), /* @__PURE__ */ (0, import_element.createElement)(Presets, { settings, plan: shown, estimates: capabilities?.estimates, onChoose: set("preset") }), /* @__PURE__ */ (0, import_element.createElement)(Samples, { samples: shown?.samples ?? [], settings })), analyses && /* @__PURE__ */ (0, import_element.createElement)(TextSettings, { settings, set, analysis: capabilities?.analysis }), exports && analyses && /* @__PURE__ */ (0, import_element.createElement)(Choice, { label: (0, import_i18n45.__)("Rename files to match what they show", "picture-optimizer"), of: [settings, set, "rename"] }), analyses && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(Choice, { label: (0, import_i18n45.__)("Review metadata before it is published", "picture-optimizer"), of: [settings, set, "review"] }), /* @__PURE__ */ (0, import_element.createElement)(
      Choice,
      {
        label: (0, import_i18n45.__)("Fill in missing alt text for these images in existing content", "picture-optimizer"),
        of: [settings, set, "fill_empty_alts"]
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(
      Choice,
      {
        label: (0, import_i18n45.__)("Replace text written by someone on your team", "picture-optimizer"),
        of: [settings, set, "overwrite_text"]
      }
    )), /* @__PURE__ */ (0, import_element.createElement)(MoreSettings, { settings, set, exports, analyses }), shown?.complete && shown.process > 0 && /* @__PURE__ */ (0, import_element.createElement)(Usage, { plan: shown, analyses }), shown && /* @__PURE__ */ (0, import_element.createElement)(LeftOut, { items: [...shown.skipped, ...shown.failed], count: shown.left_out }), /* @__PURE__ */ (0, import_element.createElement)(
      Choice,
      {
        label: (0, import_i18n45.__)("Optimize images again that are already done (charged again)", "picture-optimizer"),
        of: [settings, set, "reprocess"]
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(Footer, { plan, shown, stopped: wrong !== null, busy, onStart: start2, onClose }));
  }
  var known = (value, values) => values.includes(value) ? value : void 0;
  function Choice({ label: label3, of: [settings, set, name] }) {
    return /* @__PURE__ */ (0, import_element.createElement)(import_components23.CheckboxControl, { label: label3, checked: settings[name], onChange: set(name), __nextHasNoMarginBottom: true });
  }
  function useLoop() {
    const loop = (0, import_element31.useRef)({ isWanted: true });
    (0, import_element31.useEffect)(() => {
      const { current } = loop;
      current.isWanted = true;
      return () => {
        current.isWanted = false;
        current.wake?.();
      };
    }, []);
    return loop;
  }
  function useCapabilities() {
    const [found, setFound] = (0, import_element31.useState)(null);
    const [problem, setProblem] = (0, import_element31.useState)(null);
    const [round, setRound] = (0, import_element31.useState)(0);
    (0, import_element31.useEffect)(() => {
      const loop = { isWanted: true };
      const ask2 = async () => setFound(await capabilitiesOf());
      persist(ask2, { say: setProblem, loop }).catch((error) => setProblem(problemOf(error)));
      return () => {
        loop.isWanted = false;
        loop.wake?.();
      };
    }, [round]);
    return [found, problem, () => setRound((number2) => number2 + 1)];
  }

  // assets-src/wizard/Connect.jsx
  init_jsx();
  var import_components25 = __toESM(require_components());
  var import_element33 = __toESM(require_element());
  var import_i18n47 = __toESM(require_i18n());

  // assets-src/connect/Waiting.jsx
  init_jsx();
  var import_components24 = __toESM(require_components());
  var import_element32 = __toESM(require_element());
  var import_i18n46 = __toESM(require_i18n());
  function Waiting({ begun, onConnected, onEnded }) {
    const [pending, setPending] = (0, import_element32.useState)(begun);
    const { problem, refresh } = usePolling(
      async () => {
        const now = await connectionProgress();
        if (now.state === "pending") {
          setPending(now);
          return true;
        }
        if (now.state === "connected") {
          onConnected();
        } else {
          onEnded(now.message);
        }
        return false;
      },
      begun.user_code,
      pending.interval * 1e3
    );
    useRefreshOnReturn(refresh);
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-confirming" }, /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n46.__)("In the dashboard, make sure that you see this code, then confirm:", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-user-code", translate: "no" }, pending.user_code), /* @__PURE__ */ (0, import_element.createElement)("p", null, /* @__PURE__ */ (0, import_element.createElement)(import_components24.Button, { variant: "primary", href: pending.url, target: "_blank", rel: "noopener" }, (0, import_i18n46.__)("Confirm in the dashboard", "picture-optimizer"))), /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, (0, import_i18n46.__)(
      "Waiting for you to confirm. You can close this page: the code is valid for 30 minutes, and this site collects its key when you come back.",
      "picture-optimizer"
    )), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem, onRetry: refresh }));
  }
  function useRefreshOnReturn(refresh) {
    (0, import_element32.useEffect)(() => {
      const ask2 = () => document.visibilityState === "visible" && refresh();
      document.addEventListener("visibilitychange", ask2);
      window.addEventListener("focus", ask2);
      return () => {
        document.removeEventListener("visibilitychange", ask2);
        window.removeEventListener("focus", ask2);
      };
    }, [refresh]);
  }

  // assets-src/wizard/Connect.jsx
  function Connect({ onConnected }) {
    const { connection } = window.pictureOptimizer;
    const connected = () => {
      window.pictureOptimizer.connection = { ready: true };
      onConnected();
    };
    if (!connection.form) {
      return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n47.__)("Connect", "picture-optimizer") }, /* @__PURE__ */ (0, import_element.createElement)("p", null, connection.obstacle), /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n47.__)("Ask an administrator of this site to connect it.", "picture-optimizer")));
    }
    return /* @__PURE__ */ (0, import_element.createElement)(Form, { connection, onConnected: connected });
  }
  function Form({ connection: { url, obstacle, form, settingsUrl }, onConnected }) {
    const [service, setService] = (0, import_element33.useState)(url);
    const [waiting2, setWaiting] = (0, import_element33.useState)(null);
    const { busy, problem, run, setProblem } = useRequest();
    const resume = (0, import_element33.useRef)(
      () => run(async () => {
        const now = await connectionProgress();
        if (now.state === "connected") {
          onConnected();
        } else if (now.state === "pending") {
          setWaiting(now);
        }
      })
    );
    (0, import_element33.useEffect)(() => {
      resume.current();
    }, []);
    const ended = (message) => {
      setWaiting(null);
      setProblem(message ? { message, isFinal: true } : null);
    };
    if (waiting2) {
      return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n47.__)("Connect", "picture-optimizer") }, /* @__PURE__ */ (0, import_element.createElement)(Waiting, { begun: waiting2, onConnected, onEnded: ended }), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(
        import_components25.Button,
        {
          variant: "tertiary",
          onClick: () => run(cancelConnecting).then((done) => done && setWaiting(null)),
          disabled: busy,
          accessibleWhenDisabled: true
        },
        (0, import_i18n47.__)("Cancel connecting", "picture-optimizer")
      )));
    }
    const begin2 = (event) => {
      event.preventDefault();
      if (busy) {
        return;
      }
      run(async () => setWaiting(await beginConnecting(service)));
    };
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n47.__)("Connect", "picture-optimizer"), problem }, /* @__PURE__ */ (0, import_element.createElement)("p", null, obstacle), /* @__PURE__ */ (0, import_element.createElement)("form", { onSubmit: begin2 }, /* @__PURE__ */ (0, import_element.createElement)(
      import_components25.TextControl,
      {
        label: (0, import_i18n47.__)("Service address", "picture-optimizer"),
        help: (0, import_i18n47.__)("You sign in or sign up there and confirm a code; then you choose how to optimize these images.", "picture-optimizer"),
        type: "url",
        required: true,
        placeholder: "https://api.example.com",
        value: service,
        onChange: setService,
        readOnly: form.fixed,
        __nextHasNoMarginBottom: true,
        __next40pxDefaultSize: true
      }
    ), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(import_components25.Button, { variant: "link", href: settingsUrl }, (0, import_i18n47.__)("Use an API key instead", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components25.Button, { variant: "primary", type: "submit", isBusy: busy, "aria-disabled": busy }, (0, import_i18n47.__)("Connect", "picture-optimizer")))));
  }

  // assets-src/wizard/Wizard.jsx
  var titles = {
    connect: (0, import_i18n48.__)("Connect to optimize images", "picture-optimizer"),
    choose: (0, import_i18n48.__)("Optimize images", "picture-optimizer"),
    progress: (0, import_i18n48.__)("Optimizing images", "picture-optimizer"),
    review: (0, import_i18n48.__)("Review", "picture-optimizer"),
    result: (0, import_i18n48.__)("Results", "picture-optimizer")
  };
  function Wizard({ selection: first, jobId, onClose }) {
    const [selection, setSelection] = (0, import_element34.useState)(first);
    const [job, setJob] = (0, import_element34.useState)(jobId);
    const [step, setStep] = (0, import_element34.useState)(() => firstStep(jobId));
    const steps = {
      connect: () => /* @__PURE__ */ (0, import_element.createElement)(Connect, { onConnected: () => setStep("choose") }),
      choose: () => /* @__PURE__ */ (0, import_element.createElement)(
        Choose,
        {
          selection,
          onClose: () => onClose(false),
          onStarted: (plan) => {
            setJob(plan.job);
            setStep("progress");
          }
        }
      ),
      progress: () => /* @__PURE__ */ (0, import_element.createElement)(
        Progress,
        {
          job,
          onDone: () => setStep("result"),
          onReview: () => setStep("review"),
          onClose: () => onClose(true)
        }
      ),
      review: () => /* @__PURE__ */ (0, import_element.createElement)(Review, { job, onDone: () => setStep("progress"), onClose: () => onClose(true) }),
      result: () => /* @__PURE__ */ (0, import_element.createElement)(
        Result,
        {
          job,
          onRetry: (ids) => {
            setSelection({ ids, count: ids.length });
            setStep("choose");
          },
          onClose: () => onClose(true)
        }
      )
    };
    return /* @__PURE__ */ (0, import_element.createElement)(
      import_components26.Modal,
      {
        title: titles[step],
        className: step === "review" ? "picopt-full" : "picopt-wizard",
        overlayClassName: "picopt-overlay",
        onRequestClose: () => onClose(step !== "choose" && step !== "connect"),
        shouldCloseOnClickOutside: false,
        isFullScreen: step === "review"
      },
      steps[step]()
    );
  }
  function firstStep(job) {
    if (job) {
      return "progress";
    }
    return window.pictureOptimizer.connection.ready ? "choose" : "connect";
  }

  // assets-src/wizard/open.jsx
  function open(action, selection, { jobId = 0, onChanged = reloadWithoutAction, onClosed = () => {
  } } = {}) {
    const holder = document.body.appendChild(document.createElement("div"));
    const opener = holder.ownerDocument.activeElement;
    const root = (0, import_element35.createRoot)(holder);
    const close = (changed) => {
      root.unmount();
      holder.remove();
      opener?.focus();
      onClosed();
      if (changed) {
        onceFinished(() => onChanged(opener));
      }
    };
    if (action === "image") {
      const [id] = selection.ids;
      const next = (what, pipeline) => {
        close(false);
        open(what, { ...byIds([id]), pipeline }, { onChanged });
      };
      root.render(/* @__PURE__ */ (0, import_element.createElement)(ImagePage, { id, onOpen: next, onClose: close }));
      return;
    }
    const Screen = action === "revert" ? Revert : Wizard;
    root.render(/* @__PURE__ */ (0, import_element.createElement)(Screen, { selection, jobId, onClose: close }));
  }
  var byIds = (ids) => ({ ids, count: ids.length });
  function reloadWithoutAction(opener) {
    rememberFocus(opener);
    const url = new URL(window.location);
    url.searchParams.delete("picopt_action");
    url.searchParams.delete("picopt_ids");
    window.location.assign(url);
  }

  // assets-src/library/audit.js
  init_jsx();
  var import_i18n49 = __toESM(require_i18n());
  function startAudit() {
    const place = document.querySelector("[data-picopt-audit]");
    if (!place) {
      return;
    }
    document.getElementById("picopt-tick-all")?.addEventListener("change", ({ target }) => {
      document.querySelectorAll(".picopt-tick").forEach((box) => {
        box.checked = target.checked;
      });
    });
    document.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-picopt-save-alt]");
      if (button) {
        atWork(button, () => saveAlt(button));
      }
    });
    advance(place);
  }
  async function saveAlt(button) {
    const { picoptSaveAlt: id } = button.dataset;
    const row = button.closest("td");
    const status2 = row.querySelector('[role="status"]');
    status2.textContent = "";
    try {
      const alt = row.querySelector("input").value.trim();
      await saveAltText(Number(id), alt);
      status2.textContent = (0, import_i18n49.__)("Saved.", "picture-optimizer");
      alt !== "" && row.querySelector("small")?.remove();
    } catch (error) {
      status2.textContent = (0, import_i18n49.sprintf)((0, import_i18n49.__)("Not saved. %s", "picture-optimizer"), problemOf(error).message);
    }
  }
  var ticked = () => [...document.querySelectorAll(".picopt-tick:checked")].map((box) => Number(box.value));
  function sayNoneIsTicked() {
    document.querySelector(".picopt-none").textContent = (0, import_i18n49.__)("Select at least one image.", "picture-optimizer");
  }
  async function advance(place) {
    const unknown = Number(place.dataset.picoptAudit);
    try {
      let now = await advanceAudit();
      while (!now.complete) {
        say2(
          place,
          "info",
          (0, import_i18n49.sprintf)(
            /* translators: 1: images checked, 2: all images */
            (0, import_i18n49._n)("%1$s of %2$s image checked so far…", "%1$s of %2$s images checked so far…", now.total, "picture-optimizer"),
            number(now.looked_at),
            number(now.total)
          )
        );
        const before = now.looked_at;
        now = await advanceAudit();
        if (!now.complete && now.looked_at === before) {
          await rest();
        }
      }
      if (unknown > 0) {
        showNewNumbers(place);
      }
    } catch (problem) {
      say2(place, "error", problemOf(problem).message);
    }
  }
  function showNewNumbers(place) {
    if (ticked().length === 0 && !document.querySelector('[role="dialog"]')) {
      window.location.reload();
      return;
    }
    say2(place, "info", (0, import_i18n49.__)("All images have been checked.", "picture-optimizer"));
    const link = document.createElement("a");
    link.href = window.location.href;
    link.textContent = (0, import_i18n49.__)("Show the new results", "picture-optimizer");
    place.firstChild.append(" ", link);
  }
  function say2(place, kind, text) {
    const line = document.createElement("p");
    line.textContent = text;
    place.className = `notice notice-${kind} inline`;
    place.setAttribute("role", kind === "error" ? "alert" : "status");
    place.replaceChildren(line);
  }

  // assets-src/library/grid.js
  init_jsx();
  var import_i18n50 = __toESM(require_i18n());
  function extendGrid(open2) {
    const views = window.wp?.media?.view;
    if (!views?.AttachmentsBrowser) {
      return;
    }
    addBadges(views);
    addButton(views, open2);
    addFilter(views);
  }
  function addBadges(views) {
    const render = views.Attachment.prototype.render;
    views.Attachment.prototype.render = function renderWithBadge(...args) {
      const view = render.apply(this, args);
      const status2 = this.model.get("picopt");
      this.$el.find(".picopt-on-picture").remove();
      if (status2 && status2.name !== "unprocessed") {
        const badge = document.createElement("span");
        badge.className = `picopt-badge picopt-on-picture picopt-${status2.name}`;
        badge.textContent = status2.saved ? `${status2.label} ${status2.saved}` : status2.label;
        badge.title = status2.detail;
        this.$el.find(".attachment-preview").append(badge);
      }
      return view;
    };
  }
  function addButton(views, open2) {
    const SelectionButton = views.Button.extend({
      initialize() {
        views.Button.prototype.initialize.apply(this, arguments);
        this.controller.on("select:activate select:deactivate", this.toggle, this);
        this.controller.on("selection:toggle", this.enable, this);
      },
      render() {
        views.Button.prototype.render.apply(this, arguments);
        this.toggle();
        return this;
      },
      toggle() {
        this.$el.toggleClass("hidden", !this.controller.isModeActive("select"));
        this.enable();
      },
      enable() {
        this.model.set("disabled", this.controller.state().get("selection").length === 0);
      },
      click() {
        const chosen = this.controller.state().get("selection").pluck("id");
        if (chosen.length > 0) {
          this.controller.unbindKeydown();
          open2(this.options.action, chosen, () => this.controller.bindKeydown());
        }
      }
    });
    inToolbar(views, function add() {
      const common2 = { controller: this.controller, size: "", priority: -75, disabled: true };
      const optimize = { ...common2, action: "optimize", text: (0, import_i18n50.__)("Optimize", "picture-optimizer"), style: "primary" };
      const revert2 = { ...common2, action: "revert", text: (0, import_i18n50.__)("Restore originals", "picture-optimizer") };
      this.toolbar.set("picoptOptimize", new SelectionButton(optimize).render());
      this.toolbar.set("picoptRevert", new SelectionButton(revert2).render());
    });
  }
  function addFilter(views) {
    const StatusFilter = views.AttachmentFilters.extend({
      id: "picopt-grid-filter",
      createFilters() {
        this.filters = {};
        Object.entries(window.pictureOptimizer.statuses).forEach(([value, text], number2) => {
          this.filters[value || "any"] = { text, props: { picopt_status: value || null }, priority: 10 * (number2 + 1) };
        });
      }
    });
    inToolbar(views, function add() {
      this.toolbar.set(
        "picoptFilterLabel",
        new views.Label({
          value: (0, import_i18n50.__)("Filter by optimization status", "picture-optimizer"),
          attributes: { for: "picopt-grid-filter" },
          priority: -75
        }).render()
      );
      this.toolbar.set(
        "picoptFilter",
        new StatusFilter({ controller: this.controller, model: this.collection.props, priority: -75 }).render()
      );
    });
  }
  function inToolbar(views, add) {
    const createToolbar = views.AttachmentsBrowser.prototype.createToolbar;
    views.AttachmentsBrowser.prototype.createToolbar = function createToolbarWithOurs(...args) {
      createToolbar.apply(this, args);
      if (this.controller.isModeActive("grid")) {
        add.call(this);
      }
    };
  }

  // assets-src/library/restoreText.js
  init_jsx();
  var import_i18n51 = __toESM(require_i18n());
  async function restoreText2(button) {
    const { picoptPutBack: field, picoptPicture: picture } = button.dataset;
    const line = button.closest("li");
    const wrong = line.querySelector('[role="alert"]') ?? line.appendChild(document.createElement("span"));
    wrong.setAttribute("role", "alert");
    await atWork(button, async () => {
      wrong.textContent = "";
      try {
        await restoreText(Number(picture), field);
      } catch (error) {
        wrong.textContent = ` ${problemOf(error).message}`;
        return;
      }
      sayRestored(line, button);
      if (document.body.classList.contains("post-php")) {
        window.location.reload();
      } else {
        const attachment = window.wp.media?.attachment(Number(picture));
        await attachment?.fetch();
        field === "alt" && attachment && showInField(line, attachment.get("alt"));
      }
    });
  }
  function sayRestored(line, button) {
    const hadFocus = line.ownerDocument.activeElement === button;
    line.setAttribute("role", "status");
    line.textContent = (0, import_i18n51.__)("Restored.", "picture-optimizer");
    if (hadFocus) {
      line.tabIndex = -1;
      line.focus();
    }
  }

  // assets-src/library/library.jsx
  function startLibrary() {
    extendGrid((action, ids, onClosed) => open(action, byIds(ids), { onClosed }));
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", start);
    } else {
      start();
    }
  }
  function start() {
    document.addEventListener("click", onClick);
    onceLoaded(restoreFocus);
    startAudit();
    priceLabels();
    for (const place of document.querySelectorAll("[data-picopt-live]")) {
      const job = Number(place.dataset.picoptLive);
      const show2 = () => open("optimize", byIds([]), { jobId: job });
      (0, import_element36.createRoot)(place).render(/* @__PURE__ */ (0, import_element.createElement)(Live, { job, onShow: show2, onProgress: tellRow }));
    }
    for (const place of document.querySelectorAll("[data-picopt-filter]")) {
      const { choices, views } = JSON.parse(place.dataset.picoptFilter);
      (0, import_element36.createRoot)(place).render(/* @__PURE__ */ (0, import_element.createElement)(FilterForm, { choices, views, onOpen: (chosen) => open("optimize", chosen) }));
    }
    const { action, ids } = window.pictureOptimizer.asked;
    if (ids.length > 0) {
      chooseAgain(action, ids);
      open(action, byIds(ids));
    }
  }
  function chooseAgain(action, ids) {
    const menu = document.getElementById("bulk-action-selector-top");
    const boxes = ids.map((id) => document.getElementById(`cb-select-${id}`)).filter(Boolean);
    if (menu && boxes.length > 0) {
      boxes.forEach((box) => {
        box.checked = true;
      });
      menu.value = `picopt_${action}`;
      document.getElementById("doaction")?.focus();
    }
  }
  function onceLoaded(then) {
    if (document.readyState === "complete") {
      then();
    } else {
      window.addEventListener("load", then, { once: true });
    }
  }
  function onClick(event) {
    const former = event.target.closest("[data-picopt-put-back]");
    const text = event.target.closest("[data-picopt-generate]");
    const link = event.target.closest("[data-picopt-action]");
    if (former) {
      restoreText2(former);
    } else if (text) {
      generate(text, Number(text.dataset.picoptGenerate));
    } else if (link) {
      event.preventDefault();
      follow2(link.dataset);
    }
  }
  function follow2({ picoptAction, picoptIds, picoptSelect, picoptCount, picoptJob, picoptTicked, picoptPipeline }) {
    if (picoptTicked) {
      const chosen = ticked();
      if (chosen.length > 0) {
        open(picoptAction, { ...byIds(chosen), pipeline: picoptPipeline });
      } else {
        sayNoneIsTicked();
      }
      return;
    }
    const selection = picoptSelect ? { select: picoptSelect, count: Number(picoptCount) } : byIds(parseIds(picoptIds));
    open(picoptAction, selection, { jobId: Number(picoptJob ?? 0) });
  }
  function parseIds(text) {
    return (text ?? "").split(",").map(Number).filter((id) => Number.isInteger(id) && id > 0);
  }

  // assets-src/wizard/index.jsx
  window.pictureOptimizer.open = open;
  if (!document.getElementById("picopt-wizard")) {
    startLibrary();
  }
})();
/*! Bundled license information:

papaparse/papaparse.min.js:
  (* @license
  Papa Parse
  v5.7.1
  https://github.com/mholt/PapaParse
  License: MIT
  *)
*/
