package dev.seckill.proof.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.proof.Vectors;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Ed25519KeyTest {

    /** RFC 8032, section 7.1: tests 1, 2, 3 and SHA(abc). */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,"
                + "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,"
                + "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f,"
                + "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
                + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
    })
    void signsAndVerifiesAsTheStandardSays(String seed, String key, String message, String signature) {
        PrivateNoteKey pair = PrivateNoteKey.of("rfc", KeyType.ED25519, hex(seed));

        assertThat(pair.key().key().bytes()).isEqualTo(hex(key));
        assertThat(new JdkNoteSigner(pair).sign(hex(message))).isEqualTo(hex(signature));
        assertThat(Ed25519Key.of(hex(key)).verifies(hex(message), hex(signature)))
                .isTrue();
        assertThat(Ed25519Key.of(hex(key)).verifies(hex(message + "00"), hex(signature)))
                .isFalse();
    }

    @Test
    void noneOfThePublicBadCasesPasses() {
        List<String> passed = new ArrayList<>();
        List<Map<String, Object>> cases = Vectors.of("ed25519-speccheck.json");
        for (Map<String, Object> each : cases) {
            try {
                if (Ed25519Key.of(hex(each.get("pub_key")))
                        .verifies(hex(each.get("message")), hex(each.get("signature")))) {
                    passed.add(each.toString());
                }
            } catch (BadTextException refused) {
                assertThat(refused).hasMessageContaining("key");
            }
        }
        assertThat(cases).hasSize(10);
        assertThat(passed).isEmpty();
    }

    /** The points of order 1, 2, 4, 4, 8, 8, 8 and 8. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
            })
    void refusesAKeyOfSmallOrder(String key) {
        assertThatThrownBy(() -> Ed25519Key.of(hex(key)))
                .isInstanceOf(BadTextException.class)
                .hasMessageContaining("small order");
    }

    /** The neutral point with a sign, and figures past the field. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "0200000000000000000000000000000000000000000000000000000000000000"
            })
    void refusesAKeyThatIsNoPointInItsOneForm(String key) {
        assertThatThrownBy(() -> Ed25519Key.of(hex(key)))
                .isInstanceOf(BadTextException.class)
                .hasMessageContaining("one form");
    }

    /** Keys of the cases 3 to 5 are good ones with a point of small order added. */
    @ParameterizedTest
    @ValueSource(strings = {"cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d"})
    void refusesAKeyOutsideTheSubgroup(String key) {
        assertThatThrownBy(() -> Ed25519Key.of(hex(key)))
                .isInstanceOf(BadTextException.class)
                .hasMessageContaining("prime order");
    }

    @Test
    void refusesASignatureWithALargerFigureOrAnotherLength() {
        PrivateNoteKey pair = PrivateNoteKey.of("a", KeyType.ED25519, new byte[32]);
        byte[] message = {1};
        byte[] signature = new JdkNoteSigner(pair).sign(message);
        Ed25519Key key = pair.key().key();
        byte[] larger = signature.clone();
        byte[] scalar = Arrays.copyOfRange(signature, 32, 64);
        byte[] sum = EdwardsPoint.number(scalar).add(EdwardsPoint.ORDER).toByteArray();
        for (int i = 0; i < 32; i++) {
            larger[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        }

        assertThat(key.verifies(message, signature)).isTrue();
        assertThat(EdwardsPoint.number(Arrays.copyOfRange(larger, 32, 64)).mod(EdwardsPoint.ORDER))
                .isEqualTo(EdwardsPoint.number(scalar).mod(EdwardsPoint.ORDER))
                .isNotEqualTo(BigInteger.ZERO);
        assertThat(key.verifies(message, larger)).isFalse();
        assertThat(key.verifies(message, Arrays.copyOf(signature, 63))).isFalse();
        assertThat(key.verifies(message, Arrays.copyOf(signature, 65))).isFalse();
        assertThatThrownBy(() -> Ed25519Key.of(new byte[31])).isInstanceOf(BadTextException.class);
    }

    private static byte[] hex(Object text) {
        return HexFormat.of().parseHex((String) text);
    }
}
