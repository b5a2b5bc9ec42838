-- wrk -s wrk.lua URL -- <file>: sends the requests of a Lua file, {{method, path, body}, ...} with headers, in turn,
-- and prints one line that the benchmark reads.
local threads = 0

function setup(thread)
   thread:set("number", threads)
   threads = threads + 1
end

function init(args)
   local plan = dofile(args[1])
   prepared = {}
   for i, request in ipairs(plan.requests) do
      prepared[i] = wrk.format(request[1], request[2], plan.headers, request[3])
   end
   at = number * 997
end

function request()
   at = at % #prepared + 1
   return prepared[at]
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format("RESULT %d %d %d %d %.0f %.0f\n",
      summary.requests, summary.duration, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout,
      latency:percentile(50), latency:percentile(99)))
end
