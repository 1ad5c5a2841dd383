package dev.seckill.api.warmup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersionCollection;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBrokerCollection;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopicCollection;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponseCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.DescribeConfigsResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.common.requests.ResponseHeader;

/**
 * As much of a Kafka broker as the order log of a practice sale asks for: one topic of one partition, which acknowledges
 * every record and keeps none. So the producer practises all the way to the wire, and no cluster of anybody's gets a topic.
 */
final class PracticeKafka implements AutoCloseable {

    private static final Uuid TOPIC_ID = new Uuid(1, 1);

    /** What is answered, and the newest version of it that is understood here. */
    private static final Map<ApiKeys, Short> ANSWERED = Map.of(
            ApiKeys.API_VERSIONS, ApiKeys.API_VERSIONS.latestVersion(),
            ApiKeys.METADATA, ApiKeys.METADATA.latestVersion(),
            ApiKeys.DESCRIBE_CONFIGS, ApiKeys.DESCRIBE_CONFIGS.latestVersion(),
            ApiKeys.LIST_OFFSETS, ApiKeys.LIST_OFFSETS.latestVersion(),
            ApiKeys.INIT_PRODUCER_ID, ApiKeys.INIT_PRODUCER_ID.latestVersion(),
            ApiKeys.PRODUCE, (short) 12); // from 13 on a topic has its id only

    private final String topic;
    private final PracticeServer server;

    /** Listens. */
    PracticeKafka(String topic) {
        this.topic = topic;
        this.server = new PracticeServer("practice-kafka", this::converse);
    }

    /** Where it is, as {@code host:port}. */
    String bootstrapServers() {
        return "127.0.0.1:" + server.port();
    }

    private void converse(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            byte[] request = new byte[in.readInt()];
            in.readFully(request);
            ByteBuffer reply = answer(ByteBuffer.wrap(request));
            out.writeInt(reply.remaining());
            out.write(reply.array(), reply.arrayOffset() + reply.position(), reply.remaining());
            out.flush();
        }
    }

    private ByteBuffer answer(ByteBuffer buffer) {
        RequestHeader header = RequestHeader.parse(buffer);
        ApiMessage request = AbstractRequest.parseRequest(
                        header.apiKey(), header.apiVersion(), new ByteBufferAccessor(buffer))
                .request
                .data();
        ResponseHeader replyHeader = header.toResponseHeader();
        return RequestUtils.serialize(
                replyHeader.data(),
                replyHeader.headerVersion(),
                replyTo(header.apiKey(), request),
                header.apiVersion());
    }

    private ApiMessage replyTo(ApiKeys kind, ApiMessage request) {
        return switch (kind) {
            case API_VERSIONS -> versions();
            case METADATA -> metadata((MetadataRequestData) request);
            case DESCRIBE_CONFIGS -> configs((DescribeConfigsRequestData) request);
            case LIST_OFFSETS -> offsets((ListOffsetsRequestData) request);
            case INIT_PRODUCER_ID -> new InitProducerIdResponseData().setProducerId(1);
            case PRODUCE -> acknowledged((ProduceRequestData) request);
            default -> throw new IllegalArgumentException("practice - a request that no order log sends: " + kind);
        };
    }

    private static ApiMessage versions() {
        ApiVersionCollection versions = new ApiVersionCollection();
        ANSWERED.forEach((kind, newest) -> versions.add(new ApiVersion()
                .setApiKey(kind.id)
                .setMinVersion(kind.oldestVersion())
                .setMaxVersion(newest)));
        return new ApiVersionsResponseData().setApiKeys(versions);
    }

    /** The one topic, whichever was asked for. */
    private ApiMessage metadata(MetadataRequestData request) {
        MetadataResponseBrokerCollection brokers = new MetadataResponseBrokerCollection();
        brokers.add(
                new MetadataResponseBroker().setNodeId(1).setHost("127.0.0.1").setPort(server.port()));
        MetadataResponseTopicCollection topics = new MetadataResponseTopicCollection();
        topics.add(new MetadataResponseTopic()
                .setName(topic)
                .setTopicId(TOPIC_ID)
                .setPartitions(List.of(new MetadataResponsePartition()
                        .setPartitionIndex(0)
                        .setLeaderId(1)
                        .setLeaderEpoch(0)
                        .setReplicaNodes(List.of(1))
                        .setIsrNodes(List.of(1)))));
        return new MetadataResponseData()
                .setBrokers(brokers)
                .setTopics(topics)
                .setClusterId("practice")
                .setControllerId(1);
    }

    /** As the order log has to be: everything is kept. */
    private static ApiMessage configs(DescribeConfigsRequestData request) {
        List<DescribeConfigsResourceResult> keepsAll = Stream.of("retention.ms", "retention.bytes")
                .map(name -> new DescribeConfigsResourceResult()
                        .setName(name)
                        .setValue("-1")
                        .setConfigSource(DescribeConfigsResponse.ConfigSource.TOPIC_CONFIG.id()))
                .toList();
        return new DescribeConfigsResponseData()
                .setResults(request.resources().stream()
                        .map(asked -> new DescribeConfigsResult()
                                .setResourceType(asked.resourceType())
                                .setResourceName(asked.resourceName())
                                .setConfigs(keepsAll))
                        .toList());
    }

    /** Nothing was kept, so it begins and ends at 0. */
    private static ApiMessage offsets(ListOffsetsRequestData request) {
        return new ListOffsetsResponseData()
                .setTopics(request.topics().stream()
                        .map(asked -> new ListOffsetsTopicResponse()
                                .setName(asked.name())
                                .setPartitions(asked.partitions().stream()
                                        .map(partition -> new ListOffsetsPartitionResponse()
                                                .setPartitionIndex(partition.partitionIndex())
                                                .setOffset(0)
                                                .setLeaderEpoch(0))
                                        .toList()))
                        .toList());
    }

    private static ApiMessage acknowledged(ProduceRequestData request) {
        TopicProduceResponseCollection topics = new TopicProduceResponseCollection();
        request.topicData()
                .forEach(sent -> topics.add(new TopicProduceResponse()
                        .setName(sent.name())
                        .setPartitionResponses(sent.partitionData().stream()
                                .map(partition -> new PartitionProduceResponse()
                                        .setIndex(partition.index())
                                        .setBaseOffset(-1)) // which says that none is known: nothing is kept
                                .toList())));
        return new ProduceResponseData().setResponses(topics);
    }

    @Override
    public void close() {
        server.close();
    }
}
