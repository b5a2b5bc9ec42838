using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kolaybase.Api.Http;
using Kolaybase.Api.Sql.Statements;

namespace Kolaybase.Api.Sql.Migrating;

/// <summary>A migration to apply.</summary>
public sealed record ApplyMigrationRequest
{
    private const int LongestName = 200;

    /// <summary>The project.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>What it is called, 1 to 200 characters on one line; each name is applied once.</summary>
    public required string Name { get; init; }

    /// <summary>One statement or several.</summary>
    public required string Sql { get; init; }

    /// <summary>
    /// false for one statement that no transaction may hold, such as <c>CREATE INDEX CONCURRENTLY</c>: it runs alone, and is noted after it has succeeded.
    /// </summary>
    public bool Transaction { get; init; } = true;

    /// <summary>SHA-256 of the text.</summary>
    internal string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>Takes the text apart.</summary>
    /// <exception cref="ApiException">400.</exception>
    internal List<SqlStatement> Check(SqlOptions options)
    {
        new Faults()
            .Check(Name.Length is >= 1 and <= LongestName && !Name.Any(char.IsControl) && Name.Trim() == Name, "name", "must be 1 to 200 characters on one line, without white space around them")
            .Check(Sql.Length <= options.QueryCharacters, "sql", string.Create(CultureInfo.InvariantCulture, $"must not be longer than {options.QueryCharacters} characters"))
            .ThrowIfAny();
        var statements = StatementSplitter.Split(Sql);
        new Faults()
            .Check(statements.Count > 0, "sql", "must hold a statement")
            .Check(statements.Count <= options.Statements, "sql", string.Create(CultureInfo.InvariantCulture, $"must not hold more than {options.Statements} statements"))
            .Check(Transaction || statements.Count <= 1, "sql", "must be one statement when \"transaction\" is false")
            .ThrowIfAny();
        return statements.Find(s => s.Kind != StatementKind.Other) is { } control
            ? throw new ApiException(
                StatusCodes.Status400BadRequest, ErrorCodes.TransactionInMigration, "A migration can't begin or end transactions.", new TextPlace(Sql, control, statements.IndexOf(control) + 1, statements.Count).Describe(1), "Leave BEGIN and COMMIT out: a migration is one transaction anyway.")
            : statements;
    }
}
