using System.Globalization;
using System.Text;

namespace Kolaybase.Tests.Replicas.Load;

/// <summary>What a run of faults did to those who used the stack.</summary>
/// <param name="Lasted">How long requests were sent.</param>
/// <param name="Load">All requests.</param>
/// <param name="Faults">One after the other.</param>
/// <param name="LostWrites">Rows that were acknowledged and are not there.</param>
/// <param name="Mails">Invitations that were acknowledged.</param>
/// <param name="LostMails">Those of them that were never mailed.</param>
/// <param name="MailedTwice">Those that were mailed more than once.</param>
/// <param name="NoSmallDisk">Why the mail folder's disk was not filled; empty when it was.</param>
internal sealed record ChaosReport(TimeSpan Lasted, LoadReport Load, IReadOnlyList<Fault> Faults, int LostWrites, int Mails, int LostMails, int MailedTwice, string NoSmallDisk)
{
    /// <summary>Failures that are neither a documented 503 or 504 nor a connection that broke when its server was killed.</summary>
    public IReadOnlyList<string> UnexpectedAnswers =>
        [.. Load.Failures.Select(f => f.Kind).Where(kind => kind.Split(' ') is not ([_, "connection"] or [_, "503" or "504", _]))];

    /// <summary>A table for <c>docs/replicas.md</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Lasted.TotalSeconds:F0} s, {Load.Requests} requests, {Load.Answers.GetValueOrDefault("write 201")} rows acknowledged, {LostWrites} lost.");
        text.AppendLine(CultureInfo.InvariantCulture, $"{Mails} invitations acknowledged, {LostMails} mails lost, {MailedTwice} mailed twice.");
        text.AppendLine(string.Join(", ", Load.Answers.OrderByDescending(a => a.Value).Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Value} × {a.Key}"))) + ".");
        text.AppendLine();
        text.AppendLine("| fault | times | requests | failed | healthy after, longest |").AppendLine("|---|---|---|---|---|");
        foreach (var same in Faults.GroupBy(f => f.Name))
        {
            var failed = same.SelectMany(f => f.Failures).GroupBy(f => f.Kind).Select(g => (Kind: g.Key, Count: g.Sum(f => f.Count))).OrderByDescending(f => f.Count);
            var kinds = string.Join(", ", failed.Select(f => $"{f.Count} {f.Kind}"));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {same.Key} | {same.Count()} | {same.Sum(f => f.Requests)} | {(kinds.Length > 0 ? kinds : "none")} | {same.Max(f => f.Recovery).TotalSeconds:F1} s |");
        }

        if (NoSmallDisk.Length > 0)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"The mail folder's disk was not filled: {NoSmallDisk}");
        }

        return text.ToString();
    }
}
