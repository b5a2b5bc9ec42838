using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Ddl;

namespace Kolaybase.Api.Tables.Policies;

/// <summary>A policy to be made: by hand, or from a template.</summary>
public sealed record CreatePolicyRequest
{
    /// <summary>Makes the policies and grants of a template; then only <see cref="Column"/> may be given too.</summary>
    public PolicyTemplate? Template { get; init; }

    /// <summary>The column that names the owner of a row, for the template owner; owner_id when not given.</summary>
    public string? Column { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>The command that it is for; ALL when not given.</summary>
    public PolicyCommand? Command { get; init; }

    /// <summary>The roles that it is for; public, which is everybody, when not given.</summary>
    public IReadOnlyList<PolicyRole>? Roles { get; init; }

    /// <summary>True when one such policy is enough, false when every such policy has to agree; true when not given.</summary>
    public bool? Permissive { get; init; }

    /// <summary>Which rows may be seen or touched, as an SQL expression.</summary>
    public string? Using { get; init; }

    /// <summary>Which rows may be written, as an SQL expression; that of using when not given.</summary>
    public string? Check { get; init; }

    /// <summary>Checks what needs no database.</summary>
    /// <exception cref="ApiException">400 that lists every fault.</exception>
    internal void Validate()
    {
        var byHand = Name is not null || Command is not null || Roles is not null || Permissive is not null || Using is not null || Check is not null;
        var name = Template is null ? Identifier.FaultOfNew(Name) : null;
        var column = Column is null ? null : Identifier.Fault(Column);
        var faults = new Faults()
            .Check(Template is null || !byHand, "template", "must not be given together with name, command, roles, permissive, using or check")
            .Check(Column is null || Template == PolicyTemplate.Owner, "column", "must be given with the template owner only")
            .Check(column is null, "column", column!)
            .Check(name is null, "name", name!);
        PolicyFaults.Check(faults, Template is null ? Command ?? PolicyCommand.All : null, Using, Check);
        PolicyFaults.Check(faults, Roles);
        faults.ThrowIfAny();
    }

    /// <summary>The statement of a policy by hand.</summary>
    internal string ToSql(TableName table)
    {
        var sql = $"CREATE POLICY {Identifier.Quote(Name!)} ON {table.Sql} AS {(Permissive == false ? "RESTRICTIVE" : "PERMISSIVE")} FOR {(Command ?? PolicyCommand.All).ToString().ToUpperInvariant()} TO {PolicySql.Roles(Roles ?? [PolicyRole.Public])}";
        return sql
            + (Using is null ? "" : $" USING {SqlExpression.Require(Using, "using")}")
            + (Check is null ? "" : $" WITH CHECK {SqlExpression.Require(Check, "check")}");
    }
}
