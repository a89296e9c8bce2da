"""A server for spec/data/fetch_spec.lua: python3 server.py FOLDER

Writes its port, serves the files of the folder, and notes each request in
FOLDER/log. /cut/NAME ends every answer after 1000 bytes, /never/NAME after
none, /whole/NAME knows no ranges, /quit ends it; so does a minute.
"""
import http.server
import os
import sys
import threading

folder = sys.argv[1]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        *way, name = self.path.split("?")[0].strip("/").split("/")
        way = way[0] if way else ""
        start = 0
        asked = self.headers.get("Range", "")
        with open(folder + "/log", "a") as log:
            log.write("%s %s\n" % (self.path, asked))
        if name == "quit":
            os._exit(0)
        try:
            with open(folder + "/" + name, "rb") as file:
                body = file.read()
        except OSError:
            return self.send_error(404)
        if asked and way != "whole":
            start = int(asked.split("=")[1].split("-")[0])
        if start and start >= len(body):
            return self.send_error(416)
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body) - start))
        if start:
            self.send_header("Content-Range", "bytes %d-%d/%d" % (
                start, len(body) - 1, len(body)))
        self.end_headers()
        most = {"cut": 1000, "never": 0}.get(way, len(body))
        self.wfile.write(body[start:start + most])

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
timer = threading.Timer(60, lambda: os._exit(0))
timer.daemon = True
timer.start()
print(server.server_port, flush=True)
server.serve_forever()
