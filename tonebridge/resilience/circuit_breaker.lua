-- A circuit breaker that all processes share. Time is the server's. KEYS[1] the breaker, KEYS[2] there while it is parked.
-- ARGV: what ('ask' or 'tell'), permit (0: none), successes, failures, least calls, ratio, first and longest open time,
-- lease of a permit (seconds). Answers {state, 1 if it has just changed, milliseconds to wait, permit}; the states are
-- 0 closed, 1 half open, 2 open, 3 parked. Asked while half open, it gives one permit, until its holder tells or its lease ends;
-- then another. Of their holders the first that tells decides: one may well take longer than its lease.
-- Fields: u open until, n times opened in a row, c closed again at, p permit ends, k its number, o the number of the last
-- permit of before it opened, and a ring of ten seconds: t, s, f with the second's last digit.
local key, what, permit = KEYS[1], ARGV[1], tonumber(ARGV[2])
local good, bad, least, ratio = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local first, longest, lease = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1e6
local b, flat = {}, redis.call('HGETALL', key)
for i = 1, #flat, 2 do b[flat[i]] = tonumber(flat[i + 1]) end

local function keep(fields)
  redis.call('DEL', key)
  local pairs_ = {}
  for name, value in pairs(fields) do
    pairs_[#pairs_ + 1] = name
    pairs_[#pairs_ + 1] = string.format('%.6f', value)
  end
  if #pairs_ > 0 then redis.call('HSET', key, unpack(pairs_)) end
  redis.call('EXPIRE', key, 120)
end

local function open(times)
  local seconds = math.min(longest, first * 2 ^ times)
  keep({u = now + seconds, n = times, k = b.k or 0, o = b.k or 0})
  return {2, 1, math.ceil(seconds * 1000), 0}
end

if what == 'tell' and permit > 0 then
  if not b.u or permit <= (b.o or 0) then return {b.u and 2 or 0, 0, 0, 0} end
  if bad > 0 then return open((b.n or 0) + 1) end
  keep({n = b.n or 0, c = now, k = b.k})
  return {0, 1, 0, 0}
end

if not b.u and good + bad > 0 then
  local second = math.floor(now)
  local slot = second % 10
  if b['t' .. slot] ~= second then b['s' .. slot], b['f' .. slot] = 0, 0 end
  b['t' .. slot], b['s' .. slot], b['f' .. slot] = second, b['s' .. slot] + good, b['f' .. slot] + bad
  local all, failed = 0, 0
  for i = 0, 9 do
    if b['t' .. i] and b['t' .. i] > second - 10 then
      all, failed = all + b['s' .. i] + b['f' .. i], failed + b['f' .. i]
    end
  end
  if bad > 0 and all >= least and failed / all >= ratio then
    return open((b.c and now - b.c < 10) and b.n + 1 or 0)
  end
  keep(b)
end

local parked = what == 'ask' and redis.call('PTTL', KEYS[2]) or 0
if parked > 0 then return {3, 0, parked, 0} end
if not b.u then return {0, 0, 0, 0} end
if now < b.u then return {2, 0, math.ceil((b.u - now) * 1000), 0} end
if what == 'tell' then return {1, 0, 0, 0} end
if b.p and now < b.p then return {1, 0, math.ceil((b.p - now) * 1000), 0} end
local changed = b.p and 0 or 1
b.k, b.p = (b.k or 0) + 1, now + lease
keep(b)
return {1, changed, 0, b.k}
