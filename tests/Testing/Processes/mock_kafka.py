"""A Kafka cluster without Kafka: librdkafka's mock brokers, on real sockets, for as long as stdin is open.

mock_kafka.py BROKERS PARTITIONS TOPIC...    prints the brokers' addresses, then "ok" for each line that it is told:
  down N | up N                   a broker's listener and connections
  topic_error NAME CODE           what every request about a topic is answered; 0 ends it
  request_errors APIKEY CODE N    what the next N requests are answered
Exit status 77: librdkafka is not installed.
"""
import ctypes
import sys

PRODUCER = 0


def main(brokers, partitions, topics):
    try:
        kafka = ctypes.CDLL("librdkafka.so.1")
    except OSError as error:
        print(error, flush=True)
        return 77
    for function in ("rd_kafka_conf_new", "rd_kafka_new", "rd_kafka_mock_cluster_new"):
        getattr(kafka, function).restype = ctypes.c_void_p
    kafka.rd_kafka_mock_cluster_bootstraps.restype = ctypes.c_char_p
    handle = ctypes.c_void_p(kafka.rd_kafka_new(PRODUCER, ctypes.c_void_p(kafka.rd_kafka_conf_new()), None, ctypes.c_size_t(0)))
    cluster = ctypes.c_void_p(kafka.rd_kafka_mock_cluster_new(handle, brokers))
    for topic in topics:
        kafka.rd_kafka_mock_topic_create(cluster, topic.encode(), partitions, brokers)
    print(kafka.rd_kafka_mock_cluster_bootstraps(cluster).decode(), flush=True)
    for line in sys.stdin:
        tell(kafka, cluster, *line.split())
        print("ok", flush=True)
    return 0


def tell(kafka, cluster, what, *arguments):
    if what == "down":
        kafka.rd_kafka_mock_broker_set_down(cluster, ctypes.c_int32(int(arguments[0])))
    elif what == "up":
        kafka.rd_kafka_mock_broker_set_up(cluster, ctypes.c_int32(int(arguments[0])))
    elif what == "topic_error":
        kafka.rd_kafka_mock_topic_set_error(cluster, arguments[0].encode(), ctypes.c_int(int(arguments[1])))
    elif what == "request_errors":
        key, code, count = map(int, arguments)
        errors = (ctypes.c_int * count)(*[code] * count)
        kafka.rd_kafka_mock_push_request_errors_array(cluster, ctypes.c_int16(key), ctypes.c_size_t(count), errors)
    else:
        raise ValueError(what)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
