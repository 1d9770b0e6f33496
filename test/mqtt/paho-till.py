"""A till written with Eclipse Paho, as a vendor would write one: it sells, and lets the library send again.

Takes one argument, JSON: host, port, transport, name, secret, sales, and event: a whole sale, of which the id and the
sequence are changed. Prints one line of JSON for each thing that happens: "connected", "refused", "acknowledged" with
the id of a sale, and what it heard as "reply", "ack", "answer" or "stock".
"""

import json
import queue
import sys
import threading

import paho.mqtt.client as mqtt

IN_FLIGHT = 8
RECONNECT_SECONDS = 1

settings = json.loads(sys.argv[1])
name = settings["name"]
sales = settings["sales"]
root = f"backroom/v1/till/{name}/"

pubacks = queue.Queue()
connected = threading.Event()
caught_up = threading.Event()
answered = threading.Event()


def tell(**what):
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def on_connect(client, _data, _flags, code):
    if code != 0:
        tell(refused=code)
        client.disconnect()
        return
    client.subscribe([(root + channel, 1) for channel in ("reply", "ack", "answer")])
    client.subscribe("backroom/v1/stock/+/MUG", 1)
    tell(connected=True)
    connected.set()


def on_message(_client, _data, message):
    channel = "stock" if "/stock/" in message.topic else message.topic.rsplit("/", 1)[1]
    body = json.loads(message.payload)
    tell(**{channel: body, "retained": bool(message.retain)})
    if channel == "answer":
        answered.set()
    if channel == "ack" and int(body["sequence"]) == sales:
        caught_up.set()


def on_publish(_client, _data, message_id):
    pubacks.put(message_id)


def sell(client):
    """Keeps some sales in flight until all are acknowledged; Paho sends them again after a break."""
    waiting = {}
    made = 0
    while made < sales or waiting:
        while made < sales and len(waiting) < IN_FLIGHT:
            made += 1
            event = dict(settings["event"], id=f"{name}-{made}", sequence=f"{made:012d}")
            waiting[client.publish(root + "event", json.dumps(event), qos=1).mid] = event["id"]
        tell(acknowledged=waiting.pop(pubacks.get()))


def main():
    client = mqtt.Client(name, clean_session=True, protocol=mqtt.MQTTv311, transport=settings["transport"])
    client.username_pw_set(name, settings["secret"])
    if settings["transport"] == "websockets":
        client.ws_set_options(path="/mqtt")
    client.will_set(root + "status", json.dumps({"state": "offline"}), qos=1, retain=True)
    client.on_connect, client.on_message, client.on_publish = on_connect, on_message, on_publish
    client.reconnect_delay_set(RECONNECT_SECONDS, RECONNECT_SECONDS)
    client.connect(settings["host"], settings["port"], keepalive=5)
    client.loop_start()
    connected.wait()
    sell(client)
    client.subscribe(root + "ack", 1)
    caught_up.wait()
    client.publish(root + "ask", json.dumps({"correlationId": "a", "question": "stock", "sku": "MUG"}))
    answered.wait()
    client.disconnect()
    client.loop_stop()


main()
