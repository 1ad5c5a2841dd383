package dev.seckill.proof.note;

import java.math.BigInteger;

/**
 * A point of the curve of Ed25519 (RFC 8032, section 5.1), in extended coordinates. Only for what the JDK does not do: telling
 * good keys from bad ones, and the public key of a seed. It takes milliseconds, and a time that depends on the figures.
 */
final class EdwardsPoint {

    /** Bytes of a point, of a scalar and of a seed. */
    static final int BYTES = 32;

    /** The order of the subgroup that keys are from. */
    static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final BigInteger EIGHT = BigInteger.valueOf(8);
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final BigInteger ROOT_OF_MINUS_ONE =
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
    private static final EdwardsPoint NEUTRAL = of(BigInteger.ZERO, BigInteger.ONE);
    private static final EdwardsPoint BASE = decode(littleEndian(
            BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P)));

    private final BigInteger x;
    private final BigInteger y;
    private final BigInteger z;
    private final BigInteger t;

    private EdwardsPoint(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
        this.x = x;
        this.y = y;
        this.z = z;
        this.t = t;
    }

    private static EdwardsPoint of(BigInteger x, BigInteger y) {
        return new EdwardsPoint(x, y, BigInteger.ONE, x.multiply(y).mod(P));
    }

    /** The point {@code scalar} times the base. */
    static EdwardsPoint ofBase(BigInteger scalar) {
        return BASE.times(scalar);
    }

    /** Whether no other 32 bytes stand for the same point, if these stand for one. */
    static boolean isInItsOneForm(byte[] bytes) {
        BigInteger y = y(bytes);
        boolean hasNoX = y.equals(BigInteger.ONE) || y.equals(P.subtract(BigInteger.ONE));
        return y.compareTo(P) < 0 && !(hasNoX && isOdd(bytes));
    }

    private static BigInteger y(byte[] bytes) {
        return number(bytes).clearBit(Byte.SIZE * BYTES - 1);
    }

    private static boolean isOdd(byte[] bytes) {
        return bytes[BYTES - 1] < 0;
    }

    /** The point of 32 bytes; null if they are none in its one form. */
    static EdwardsPoint decode(byte[] bytes) {
        if (!isInItsOneForm(bytes)) {
            return null;
        }
        boolean isOdd = isOdd(bytes);
        BigInteger y = y(bytes);
        BigInteger square = y.multiply(y).mod(P);
        BigInteger xSquare = square.subtract(BigInteger.ONE)
                .multiply(D.multiply(square).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger x = xSquare.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(xSquare)) {
            x = x.multiply(ROOT_OF_MINUS_ONE).mod(P);
        }
        if (!x.multiply(x).mod(P).equals(xSquare)) {
            return null;
        }
        return of(x.testBit(0) == isOdd ? x : P.subtract(x).mod(P), y);
    }

    /** Its one form as 32 bytes. */
    byte[] encode() {
        BigInteger inverse = z.modInverse(P);
        byte[] bytes = littleEndian(y.multiply(inverse).mod(P));
        if (x.multiply(inverse).mod(P).testBit(0)) {
            bytes[BYTES - 1] |= (byte) 0x80;
        }
        return bytes;
    }

    /** Whether eight times it is nothing: such a key takes signatures of anybody. */
    boolean isOfSmallOrder() {
        return times(EIGHT).isNeutral();
    }

    /** Whether it is a multiple of the base. */
    boolean isInPrimeOrderSubgroup() {
        return times(ORDER).isNeutral();
    }

    private boolean isNeutral() {
        return x.signum() == 0 && y.equals(z);
    }

    private EdwardsPoint times(BigInteger scalar) {
        EdwardsPoint sum = NEUTRAL;
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            sum = sum.plus(sum);
            if (scalar.testBit(bit)) {
                sum = sum.plus(this);
            }
        }
        return sum;
    }

    /** Section 5.1.4: holds for any two points, a point and itself included. */
    private EdwardsPoint plus(EdwardsPoint other) {
        BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
        BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
        BigInteger c = t.multiply(other.t).mod(P).multiply(D).shiftLeft(1).mod(P);
        BigInteger d = z.multiply(other.z).shiftLeft(1).mod(P);
        BigInteger e = b.subtract(a);
        BigInteger f = d.subtract(c);
        BigInteger g = d.add(c);
        BigInteger h = b.add(a);
        return new EdwardsPoint(
                e.multiply(f).mod(P),
                g.multiply(h).mod(P),
                f.multiply(g).mod(P),
                e.multiply(h).mod(P));
    }

    /** The number that bytes stand for, the lowest first. */
    static BigInteger number(byte[] littleEndian) {
        return new BigInteger(1, reversed(littleEndian));
    }

    private static byte[] littleEndian(BigInteger number) {
        byte[] bytes = new byte[BYTES];
        byte[] shortest = reversed(number.toByteArray());
        System.arraycopy(shortest, 0, bytes, 0, Math.min(BYTES, shortest.length));
        return bytes;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
