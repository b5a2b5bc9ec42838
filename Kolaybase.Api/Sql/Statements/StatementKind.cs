namespace Kolaybase.Api.Sql.Statements;

/// <summary>What a statement does to transactions. In PostgreSQL's grammar the first words alone say it: nothing else begins with them.</summary>
internal enum StatementKind
{
    /// <summary>Nothing.</summary>
    Other,

    /// <summary><c>BEGIN</c>, <c>START TRANSACTION</c>, or an end that begins the next one (<c>AND CHAIN</c>).</summary>
    Begin,

    /// <summary><c>COMMIT</c>, <c>END</c>, <c>ROLLBACK</c>, <c>ABORT</c>, <c>PREPARE TRANSACTION</c>.</summary>
    End,
}
