-- Closed load for wrk: every request carries the next texts of a file with one JSON string a line.
local texts = {}
for line in io.lines(os.getenv("TEXTS_FILE")) do texts[#texts + 1] = line end
local next_text = tonumber(os.getenv("FIRST_TEXT"))
local texts_per_request = tonumber(os.getenv("TEXTS_PER_REQUEST"))
local body_format = os.getenv("BODY_FORMAT")
local request_path = os.getenv("REQUEST_PATH")
local headers = { ["Content-Type"] = "application/json" }
local api_key = os.getenv("API_KEY")
if api_key ~= "" then headers["X-API-Key"] = api_key end

request = function()
  local own = {}
  for index = 1, texts_per_request do
    own[index] = texts[next_text % #texts + 1]
    next_text = next_text + 1
  end
  return wrk.format("POST", request_path, headers, string.format(body_format, table.concat(own, ",")))
end

done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"seconds":%.6f,"refused":%d,"failures":%d,"p50Ms":%.3f,"p90Ms":%.3f,"p99Ms":%.3f,"maxMs":%.3f}\n',
    summary.requests, summary.duration / 1e6, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(90) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
