"""A network camera on 127.0.0.1 that sends motion JPEG, as cheap ones do."""

import contextlib
import http.server
import threading
import time

import cv2


@contextlib.contextmanager
def serve_motion_jpeg(picture_of_number, port=0):
    closing = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            number = 0
            with contextlib.suppress(OSError):
                while not closing.is_set():
                    jpeg = cv2.imencode(".jpg", picture_of_number(number))[1].tobytes()
                    head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
                    self.wfile.write(head.encode() + jpeg + b"\r\n")
                    number += 1
                    time.sleep(0.04)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/stream.mjpg"
    finally:
        closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
