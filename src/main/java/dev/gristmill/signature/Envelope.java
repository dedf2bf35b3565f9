package dev.gristmill.signature;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A signed statement, as DSSE has it.
 *
 * @param payload the statement, an in-toto one
 * @param signatures over the payload and its type together
 * @see <a href="https://github.com/secure-systems-lab/dsse/blob/master/protocol.md">DSSE</a>
 */
public record Envelope(byte[] payload, List<byte[]> signatures) {
    public static final String MEDIA_TYPE = "application/vnd.dsse.envelope.v1+json";
    private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
    private static final int MOST_SIGNATURES = 16;

    public Envelope {
        signatures = List.copyOf(signatures);
    }

    public static Envelope sign(byte[] statement, Signer signer) throws InterruptedException {
        return new Envelope(statement, List.of(signer.sign(toBeSigned(statement))));
    }

    /** Whether one of the signatures is that key's. */
    public boolean isSignedBy(VerificationKey key) {
        var signed = toBeSigned(payload);
        return signatures.stream().anyMatch(signature -> key.verifies(signed, signature));
    }

    /** DSSE's pre-authentication encoding. */
    private static byte[] toBeSigned(byte[] payload) {
        var header = "DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.length + " ";
        var all = new ByteArrayOutputStream(header.length() + payload.length);
        all.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(payload);
        return all.toByteArray();
    }

    public static Envelope parse(byte[] content) throws MalformedJsonException {
        return of(JsonObject.parse(content));
    }

    static Envelope of(JsonObject json) throws MalformedJsonException {
        if (!json.string("payloadType").equals(PAYLOAD_TYPE)) {
            throw new MalformedJsonException("payloadType", PAYLOAD_TYPE, json.string("payloadType"));
        }
        var signatures = new ArrayList<byte[]>();
        for (var signature :
                json.objects("signatures").stream().limit(MOST_SIGNATURES).toList()) {
            signatures.add(decoded("sig", signature.string("sig")));
        }
        return new Envelope(decoded("payload", json.string("payload")), signatures);
    }

    JsonObject json() {
        var base64 = Base64.getEncoder();
        return new JsonObject()
                .put("payloadType", PAYLOAD_TYPE)
                .put("payload", base64.encodeToString(payload))
                .put(
                        "signatures",
                        signatures.stream()
                                .map(signature ->
                                        new JsonObject().put("keyid", "").put("sig", base64.encodeToString(signature)))
                                .toList());
    }

    public byte[] bytes() {
        return json().bytes();
    }

    private static byte[] decoded(String field, String text) throws MalformedJsonException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException(field, "base64", "something else");
        }
    }
}
