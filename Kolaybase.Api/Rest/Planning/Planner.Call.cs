using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <content>Calls of functions.</content>
internal sealed partial class Planner
{
    /// <summary>Plans <c>GET</c>, <c>HEAD</c> and <c>POST</c> of a function.</summary>
    /// <exception cref="Http.ApiException">404 <c>PGRST202</c>, 300 <c>PGRST203</c>: none or several fit; 406 <c>PGRST107</c>; 400 <c>PGRST128</c>; what reads have, too.</exception>
    public CallPlan Call(CallRequest request)
    {
        var routine = RoutineFinder.Find(snapshot, schema, request.Function, request.Arguments);
        var most = request.Preferences.Strict ? request.Preferences.MaxAffected : null;
        if (most is not null && !routine.Result.IsSet)
        {
            throw CallErrors.MaxAffectedNeedsSet();
        }

        var plain = new CallSource(routine, request.Arguments, Shared: false);
        var rows = Rows(plain, request);
        var format = CallFormats.Pick(routine.Result, request.Wanted, rows, snapshot.MediaHandlers);
        var readOnly = request.Reads || routine.Volatility != Volatility.Volatile;
        // As in PostgREST, every kind of count is exact here: the rows are there anyway.
        var count = request.Preferences.Count is not null;
        var source = plain with { Shared = count || most is not null || (format.IsSingular && !readOnly) };
        return new(
            source,
            rows with { Source = source, Output = format.Kind == FormatKind.Raw ? [CallFormats.Raw(rows.Output[0])] : rows.Output },
            format,
            count,
            request.HeadOnly,
            most,
            readOnly,
            HoistedSettings.StatementMilliseconds(routine.Settings, limits.ServiceStatementMilliseconds),
            HoistedSettings.Isolation(routine.Settings));
    }

    /// <summary>Which methods a function takes: one that may write is told to be posted to only.</summary>
    public string CallMethods(string function)
    {
        var overloads = snapshot.Routines(schema, function);
        return overloads.IsEmpty ? throw CallErrors.UnknownFunction(snapshot, schema, function, new TextArguments([]), overloads)
            : overloads.All(r => r.Volatility == Volatility.Volatile) ? "OPTIONS,POST"
            : "OPTIONS,GET,HEAD,POST";
    }

    private RowsPlan Rows(CallSource source, CallRequest request)
    {
        // Of a value nothing can be left out, and of void there is nothing to show.
        var select = source.Routine.Result.Kind switch
        {
            RoutineResultKind.Void => [],
            RoutineResultKind.Row => request.Query.Select,
            _ => request.Query.Select.IsEmpty ? [new SelectAll()] : request.Query.Select,
        };
        var rowCap = source.Routine.Result.IsSet ? request.RowCap : null;
        return new RowsPlanner(snapshot, schema, rowCap, limits.Aggregates).Plan(source, request.Query with { Select = select }, request.Query.Root);
    }
}
