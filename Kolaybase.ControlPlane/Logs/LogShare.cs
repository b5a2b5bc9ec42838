namespace Kolaybase.ControlPlane.Logs;

/// <summary>Whose places of a second an entry takes; each share of a project has its own.</summary>
public enum LogShare
{
    /// <summary>Requests that were answered.</summary>
    Answers,

    /// <summary>Requests that were refused or failed.</summary>
    Refusals,

    /// <summary>Attempts of jobs.</summary>
    Jobs,

    /// <summary>Requests that nobody in particular made, and those that came too often (429): few, since anybody can make as many as he likes.</summary>
    Strangers,
}
