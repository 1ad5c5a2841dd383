package dev.seckill.consumer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** The table {@code certified}. Any number of programs may grow a tree at once: one does, and the others see what it did. */
public final class CertifiedTrees {

    private static final String COLUMNS = "SELECT origin, size, root, edge, note, made FROM certified WHERE origin = ?";
    private static final String NEWEST = COLUMNS + " ORDER BY size DESC LIMIT 1";
    private static final String AT = COLUMNS + " AND size = ?";
    private static final String AFTER = COLUMNS + " AND size > ? ORDER BY size LIMIT 1";
    private static final String HOLD = "SELECT size FROM certified WHERE origin = ? AND size = 0 FOR UPDATE NOWAIT";
    private static final String INSERT =
            "INSERT INTO certified (origin, size, root, edge, note, made) VALUES (?, ?, ?, ?, ?, ?)";

    /** NOWAIT found the row locked; where a server has no such code, or the row is being inserted, the wait is over. */
    private static final Set<Integer> HELD_BY_ANOTHER = Set.of(3572, 1205);

    private final DataSource dataSource;

    /** @param dataSource gives connections without auto-commit that read what is committed; stays open */
    public CertifiedTrees(DataSource dataSource) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    /** What makes a tree larger. */
    @FunctionalInterface
    public interface Growth {
        /** The tree that follows; null if there is nothing to add. */
        CertifiedTree after(CertifiedTree newest);
    }

    /**
     * The largest tree of this origin.
     *
     * @throws StoreUnavailableException if the book does not answer
     */
    public Optional<CertifiedTree> newest(String origin) {
        try (Connection connection = dataSource.getConnection()) {
            Optional<CertifiedTree> newest = newest(connection, origin);
            connection.rollback();
            return newest;
        } catch (SQLException e) {
            throw MySqlOrderStore.unavailable(e);
        }
    }

    /** The tree of this origin that had so many leaves, if it was ever signed. */
    public Optional<CertifiedTree> at(String origin, long size) {
        return one(AT, origin, size);
    }

    /** The smallest tree of this origin that was signed and has more leaves than that. */
    public Optional<CertifiedTree> after(String origin, long size) {
        return one(AFTER, origin, size);
    }

    private Optional<CertifiedTree> one(String sql, String origin, long size) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, origin);
            select.setLong(2, size);
            Optional<CertifiedTree> found = read(select);
            connection.rollback();
            return found;
        } catch (SQLException e) {
            throw MySqlOrderStore.unavailable(e);
        }
    }

    /**
     * Lets one program at a time make a tree larger; the others do not wait for it.
     *
     * @param none the tree without a leaf, from which it begins
     * @return the largest tree afterwards; empty if another program is making it larger just now
     * @throws StoreUnavailableException if the book does not answer; what would have been added may be there or not
     */
    public Optional<CertifiedTree> grow(CertifiedTree none, Growth growth) {
        try (Connection connection = dataSource.getConnection()) {
            if (!hold(connection, none)) {
                connection.rollback();
                return Optional.empty();
            }
            CertifiedTree newest = newest(connection, none.origin()).orElseThrow();
            CertifiedTree next = growth.after(newest);
            if (next != null) {
                insert(connection, next);
            }
            connection.commit();
            return Optional.of(next == null ? newest : next);
        } catch (SQLException e) {
            throw MySqlOrderStore.unavailable(e);
        }
    }

    /** Until the transaction ends nobody else grows this tree. False if somebody does. */
    private static boolean hold(Connection connection, CertifiedTree none) throws SQLException {
        try {
            if (isHeld(connection, none.origin())) {
                return true;
            }
            begin(connection, none);
            return isHeld(connection, none.origin());
        } catch (SQLException e) {
            if (HELD_BY_ANOTHER.contains(e.getErrorCode())) {
                return false;
            }
            throw e;
        }
    }

    private static void begin(Connection connection, CertifiedTree none) throws SQLException {
        try {
            insert(connection, none);
        } catch (SQLException e) {
            if (SqlFailure.of(e) != SqlFailure.DUPLICATE) {
                throw e;
            }
            connection.rollback();
        }
        connection.commit();
    }

    private static boolean isHeld(Connection connection, String origin) throws SQLException {
        try (PreparedStatement hold = connection.prepareStatement(HOLD)) {
            hold.setString(1, origin);
            try (ResultSet rows = hold.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static Optional<CertifiedTree> newest(Connection connection, String origin) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEWEST)) {
            select.setString(1, origin);
            return read(select);
        }
    }

    private static Optional<CertifiedTree> read(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new CertifiedTree(
                            row.getString(1),
                            row.getLong(2),
                            row.getBytes(3),
                            row.getBytes(4),
                            row.getString(5),
                            OrderRows.instant(row, 6)))
                    : Optional.empty();
        }
    }

    private static void insert(Connection connection, CertifiedTree tree) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, tree.origin());
            insert.setLong(2, tree.size());
            insert.setBytes(3, tree.root());
            insert.setBytes(4, tree.edge());
            insert.setString(5, tree.note());
            insert.setString(6, OrderRows.utc(tree.made()));
            insert.executeUpdate();
        }
    }
}
