-- Adds an entry to a topic's log and wakes who follows it. KEYS[1] the stream; ARGV: the entry's id, what it says, how many entries
-- are kept, for how many seconds after the last, the channel of the topic's group, the wake-up. Answers 1; or 0, and wakes nobody,
-- where the log has got so far already.
local added = redis.pcall('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], ARGV[1], 'said', ARGV[2])
if type(added) == 'table' and added.err then return 0 end
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.pcall('PUBLISH', ARGV[5], ARGV[6])
return 1
