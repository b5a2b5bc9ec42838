using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Ddl;

namespace Kolaybase.Api.Tables.Policies;

/// <summary>What is wrong with a policy's expressions and roles.</summary>
internal static class PolicyFaults
{
    /// <summary>Notes the faults of expressions: each command takes some and not others.</summary>
    /// <param name="faults">Where to.</param>
    /// <param name="command">The command; null where it is not known yet.</param>
    /// <param name="rows"><c>using</c>.</param>
    /// <param name="written"><c>check</c>.</param>
    public static void Check(Faults faults, PolicyCommand? command, string? rows, string? written)
    {
        var (inUsing, inCheck) = (rows is null ? null : SqlExpression.Fault(rows), written is null ? null : SqlExpression.Fault(written));
        faults
            .Check(inUsing is null, "using", inUsing!)
            .Check(inCheck is null, "check", inCheck!)
            .Check(command != PolicyCommand.Insert || rows is null, "using", "must not be given for INSERT, which has no rows yet: give check")
            .Check(command is not (PolicyCommand.Select or PolicyCommand.Delete) || written is null, "check", "must not be given for SELECT and DELETE, which write no rows: give using")
            .Check(command is null || rows is not null || written is not null, command == PolicyCommand.Insert ? "check" : "using", "is required: the expression that rows have to fulfil");
    }

    /// <summary>Notes the faults of roles.</summary>
    public static void Check(Faults faults, IReadOnlyList<PolicyRole>? roles) => faults
        .Check(roles is null or { Count: > 0 }, "roles", "must list at least one role")
        .Check(roles is null || roles.Distinct().Count() == roles.Count, "roles", "lists a role twice");
}
