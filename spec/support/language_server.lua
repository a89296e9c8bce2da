--- A Lua language server over its protocol: what it says of a file, and at a
--- place of it. It is found by LUA_LANGUAGE_SERVER, or on the PATH.

local files = require "spec.files"
local json = require "lunette.json"

local server = {}
server.__index = server

local PATIENCE = 2400 -- looks, of 0.05 s each

--- The path of the program, or nil.
function server.find()
  local name = os.getenv "LUA_LANGUAGE_SERVER" or "lua-language-server"
  local pipe <close> = assert(io.popen(("command -v '%s' 2>/dev/null"):format(name)))
  return pipe:read "l"
end

function server:send(message)
  message.jsonrpc = "2.0"
  local body = json.encode(message)
  self.pipe:write(("Content-Length: %d\r\n\r\n%s"):format(#body, body)):flush()
end

-- Takes up the whole messages that have come since.
local function receive(self)
  self.unread = self.unread .. self.out:read "a"
  while true do
    local length, from = self.unread:match "Content%-Length: (%d+)[^{]-\r\n\r\n()"
    if not length or #self.unread < from + length - 1 then return end
    local message = json.decode(self.unread:sub(from, from + length - 1))
    self.unread = self.unread:sub(from + length)
    if message.id and message.method then
      self:send {id = message.id, result = json.null}
    elseif message.id then
      self.answers[message.id] = message
    end
  end
end

--- The result of a request; json.null for none.
function server:ask(method, params)
  self.asked = self.asked + 1
  self:send {id = self.asked, method = method, params = params}
  for _ = 1, PATIENCE do
    receive(self)
    local answer = self.answers[self.asked]
    if answer then return assert(answer.result, answer.error and answer.error.message) end
    os.execute "sleep 0.05"
  end
  error("the language server does not answer: " .. method)
end

local function uri(path) return "file://" .. path end

--- A server that works in that folder, an absolute path; its notes are kept
--- beside it.
function server.start(program, folder)
  local out = folder .. ".out"
  files.write(out, "")
  local self = setmetatable({folder = folder, unread = "", answers = {}, asked = 0}, server)
  self.pipe = assert(io.popen(("'%s' --logpath='%s.log' --metapath='%s.meta' >'%s' 2>'%s.err'"):format(
    program, folder, folder, out, folder), "w"))
  self.out = assert(io.open(out, "rb"))
  self:ask("initialize", {
    processId = json.null, rootUri = uri(folder),
    workspaceFolders = json.array {{uri = uri(folder), name = "probes"}},
    capabilities = {textDocument = {hover = {contentFormat = json.array {"plaintext"}}}},
  })
  self:send {method = "initialized", params = {[""] = json.null}}
  return self
end

function server:open(name)
  local text = files.read(self.folder .. "/" .. name)
  self:send {method = "textDocument/didOpen", params = {textDocument = {
    uri = uri(self.folder .. "/" .. name), languageId = "lua", version = 1, text = text}}}
  return text
end

-- line and column count from 0
local function at(self, name, line, column)
  return {textDocument = {uri = uri(self.folder .. "/" .. name)},
          position = {line = line, character = column}}
end

--- What it says of what stands there, in Markdown, once it has read all.
function server:hover(name, line, column)
  local said
  repeat
    local found = self:ask("textDocument/hover", at(self, name, line, column))
    said = found ~= json.null and found.contents.value or ""
  until not said:find "^Workspace loading"
  return said
end

--- The labels of what could be written there: a set.
function server:complete(name, line, column)
  local found, labels = self:ask("textDocument/completion", at(self, name, line, column)), {}
  for _, item in ipairs(found ~= json.null and found.items or {}) do
    labels[item.label] = item.detail or true
  end
  return labels
end

function server:close()
  self:ask("shutdown", json.null)
  self:send {method = "exit"}
  self.pipe:close()
  self.out:close()
end

return server
