namespace ActorFfi;

/// <summary>The shape of a reply's timings, in microseconds.</summary>
internal sealed record CallReplyTimings(double Queue, double Native);
