using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Ddl;

namespace Kolaybase.Api.Tables.Policies;

/// <summary>What to change of a policy; what is absent or null stays. Its command can't be changed: make another policy.</summary>
public sealed record ChangePolicyRequest
{
    /// <summary>Its new name.</summary>
    public string? Name { get; init; }

    /// <summary>The roles that it is for.</summary>
    public IReadOnlyList<PolicyRole>? Roles { get; init; }

    /// <summary>Which rows may be seen or touched, as an SQL expression.</summary>
    public string? Using { get; init; }

    /// <summary>Which rows may be written, as an SQL expression.</summary>
    public string? Check { get; init; }

    /// <summary>Checks what needs no database.</summary>
    /// <exception cref="ApiException">400 that lists every fault.</exception>
    internal void Validate()
    {
        if (Name is null && Roles is null && Using is null && Check is null)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.InvalidBody, "The body names nothing to change; it takes name, roles, using, check.");
        }

        var name = Name is null ? null : Identifier.FaultOfNew(Name);
        var faults = new Faults().Check(name is null, "name", name!);
        PolicyFaults.Check(faults, command: null, Using, Check);
        PolicyFaults.Check(faults, Roles);
        faults.ThrowIfAny();
    }

    /// <summary>The statements, in order, for a policy of that name and command.</summary>
    /// <exception cref="ApiException">400: the command does not take the expression.</exception>
    internal IEnumerable<string> ToSql(TableName table, Policy policy)
    {
        var faults = new Faults();
        if (Using is not null || Check is not null)
        {
            PolicyFaults.Check(faults, policy.Command, Using, Check);
        }

        faults.ThrowIfAny();
        var on = $"{Identifier.Quote(policy.Name)} ON {table.Sql}";
        var parts = (Roles is null ? "" : $" TO {PolicySql.Roles(Roles)}")
            + (Using is null ? "" : $" USING {SqlExpression.Require(Using, "using")}")
            + (Check is null ? "" : $" WITH CHECK {SqlExpression.Require(Check, "check")}");
        List<string> statements = parts.Length == 0 ? [] : [$"ALTER POLICY {on}{parts}"];
        if (Name is not null && Name != policy.Name)
        {
            statements.Add($"ALTER POLICY {on} RENAME TO {Identifier.Quote(Name)}");
        }

        return statements;
    }
}
