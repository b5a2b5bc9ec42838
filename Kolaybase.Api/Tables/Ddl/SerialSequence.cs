namespace Kolaybase.Api.Tables.Ddl;

/// <summary>The sequence that a serial column brings along. (Identity columns need no rights on theirs.)</summary>
internal static class SerialSequence
{
    private const string LookUp = """
        select pg_get_serial_sequence($1, $2),
               has_table_privilege('anon', $1, 'INSERT'), has_table_privilege('authenticated', $1, 'INSERT')
        """;

    /// <summary>Lets those who may insert into the table take the next number, and nobody else.</summary>
    public static async Task GrantAsync(OwnerSession session, TableName table, string column, CancellationToken cancellationToken)
    {
        var statements = new List<string>();
        await using (var reader = await session.QueryAsync(DatabaseSession.Command(LookUp, table.Sql, column), cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            statements.AddRange(Statements(reader.GetString(0), reader.GetBoolean(1), reader.GetBoolean(2)));
        }

        await session.ExecuteAsync(statements, cancellationToken);
    }

    /// <param name="sequence">The sequence, quoted.</param>
    /// <param name="anonInserts">Whether anon may insert into the table.</param>
    /// <param name="usersInsert">Whether authenticated may.</param>
    internal static IEnumerable<string> Statements(string sequence, bool anonInserts, bool usersInsert)
    {
        yield return $"REVOKE ALL ON SEQUENCE {sequence} FROM PUBLIC, anon, authenticated";
        yield return $"GRANT ALL ON SEQUENCE {sequence} TO service_role";
        if (anonInserts)
        {
            yield return $"GRANT USAGE ON SEQUENCE {sequence} TO anon";
        }

        if (usersInsert)
        {
            yield return $"GRANT USAGE ON SEQUENCE {sequence} TO authenticated";
        }
    }
}
