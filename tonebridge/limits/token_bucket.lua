-- A true token bucket. KEYS[1] the bucket; ARGV capacity, tokens a second, cost, and how many tokens to take at most
-- where more than the cost are there (a lease; without it the cost). Time is the server's.
-- Answers {tokens taken, whole tokens left, milliseconds until the cost is there, milliseconds until full}.
local cap, rate, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local t = redis.call('TIME')
local now = tonumber(t[1]) + tonumber(t[2]) / 1e6
local b = redis.call('HMGET', KEYS[1], 'n', 't')
local n, last = tonumber(b[1]) or cap, tonumber(b[2]) or now
n = math.min(cap, n + math.max(0, now - last) * rate)
local ok, wait = 0, 0
if n >= cost then
  ok = math.max(cost, math.min(tonumber(ARGV[4]) or cost, math.floor(n)))
  n = n - ok
else
  wait = math.ceil((cost - n) / rate * 1000)
end
redis.call('HSET', KEYS[1], 'n', tostring(n), 't', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(cap / rate * 1000) + 1000)
return {ok, math.floor(n), wait, math.ceil((cap - n) / rate * 1000)}
